<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name></name>
    <message>
        <source>Letters and notes: {count}</source>
        <translation>Briefe und Notizen: {count}</translation>
    </message>
    <message>
        <source>Letters and notes: none</source>
        <translation>Briefe und Notizen: keine</translation>
    </message>
    <message>
        <source>date missing</source>
        <translation>Datum fehlt</translation>
    </message>
    <message>
        <source>Echocardiography</source>
        <translation>Echokardiographie</translation>
    </message>
    <message numerus="yes">
        <source>%n clip</source>
        <comment>%n clips</comment>
        <translation>
            <numerusform>%n Clip</numerusform>
            <numerusform>%n Clips</numerusform>
        </translation>
    </message>
    <message>
        <source>Not opened. {conflict}</source>
        <translation>Nicht geöffnet. {conflict}</translation>
    </message>
    <message>
        <source>Put the prior away</source>
        <translation>Voruntersuchung weglegen</translation>
    </message>
    <message>
        <source>Referral letters and notes ({key})</source>
        <translation>Überweisungsbriefe und Notizen ({key})</translation>
    </message>
    <message>
        <source>Protocol: not known yet</source>
        <translation>Protokoll: noch nicht bekannt</translation>
    </message>
    <message numerus="yes">
        <source>
and %n more</source>
        <comment>
and %n more</comment>
        <translation>
            <numerusform>
und %n weiterer</numerusform>
            <numerusform>
und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Not recorded:
{missing}{more}</source>
        <translation>Nicht aufgenommen:
{missing}{more}</translation>
    </message>
    <message>
        <source>Everything expected is recorded</source>
        <translation>Alles Erwartete ist aufgenommen</translation>
    </message>
    <message>
        <source>Set the views of clips, or have them analysed</source>
        <translation>Ansichten der Clips setzen oder analysieren lassen</translation>
    </message>
    <message>
        <source>Priors: {count}</source>
        <translation>Voruntersuchungen: {count}</translation>
    </message>
    <message>
        <source>Priors: none</source>
        <translation>Voruntersuchungen: keine</translation>
    </message>
    <message>
        <source>, {undated} of unknown order</source>
        <translation>, {undated} von unbekannter Reihenfolge</translation>
    </message>
    <message>
        <source>, {doubtful} in conflict</source>
        <translation>, {doubtful} widersprüchlich</translation>
    </message>
    <message>
        <source>Earlier studies with the same patient ID; ID and birth date must agree</source>
        <translation>Frühere Untersuchungen mit derselben Patienten-ID; ID und Geburtsdatum müssen übereinstimmen</translation>
    </message>
    <message>
        <source>
{key} shows the clip in hand beside the study of {when}</source>
        <translation>
{key} zeigt den aktiven Clip neben der Untersuchung vom {when}</translation>
    </message>
    <message>
        <source>Parasternal</source>
        <translation>Parasternal</translation>
    </message>
    <message>
        <source>Apical</source>
        <translation>Apikal</translation>
    </message>
    <message>
        <source>Subcostal · SSN</source>
        <translation>Subkostal · SSN</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>Nicht verwendet</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>von Ihnen</translation>
    </message>
    <message>
        <source>still</source>
        <translation>Standbild</translation>
    </message>
    <message numerus="yes">
        <source>%n fr</source>
        <comment>%n fr</comment>
        <translation>
            <numerusform>%n B.</numerusform>
            <numerusform>%n B.</numerusform>
        </translation>
    </message>
    <message>
        <source>{rate:.0f} fps</source>
        <translation>{rate:.0f} B/s</translation>
    </message>
    <message>
        <source>watched</source>
        <translation>angesehen</translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>nicht angesehen</translation>
    </message>
    <message>
        <source>, weight {weight:.2f}</source>
        <translation>, Gewicht {weight:.2f}</translation>
    </message>
    <message>
        <source>, not used: {note}</source>
        <translation>, nicht verwendet: {note}</translation>
    </message>
    <message>
        <source>Clip {number}, {view}, {details}{weight}, {seen}{note}</source>
        <translation>Clip {number}, {view}, {details}{weight}, {seen}{note}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>view not known</source>
        <translation>Schnitt unbekannt</translation>
    </message>
    <message>
        <source>Clip {number}: {view}</source>
        <translation>Clip {number}: {view}</translation>
    </message>
    <message>
        <source>Weight for this section {weight:.2f}, relative to the other clips; not a probability</source>
        <translation>Gewicht für diesen Abschnitt {weight:.2f}, im Verhältnis zu den anderen Clips; keine Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>The scanner calls it {said}</source>
        <translation>Das Gerät nennt ihn {said}</translation>
    </message>
    <message>
        <source>Its view code says {meaning}</source>
        <translation>Sein Ansichts-Code sagt {meaning}</translation>
    </message>
    <message>
        <source>Its colours are treated as {colours}: your choice</source>
        <translation>Seine Farben gelten als {colours}: Ihre Wahl</translation>
    </message>
    <message>
        <source>Not used: {note}</source>
        <translation>Nicht verwendet: {note}</translation>
    </message>
    <message>
        <source>The file gives no frame time: the rate is assumed</source>
        <translation>Die Datei nennt keine Bildzeit: die Bildrate ist angenommen</translation>
    </message>
    <message>
        <source>Watched once</source>
        <translation>Einmal angesehen</translation>
    </message>
    <message>
        <source>Not watched through yet</source>
        <translation>Noch nicht ganz angesehen</translation>
    </message>
    <message>
        <source>As the file says</source>
        <translation>Wie die Datei sagt</translation>
    </message>
    <message>
        <source>Treat as RGB</source>
        <translation>Als RGB behandeln</translation>
    </message>
    <message>
        <source>Treat as YBR</source>
        <translation>Als YBR behandeln</translation>
    </message>
    <message>
        <source>This study has no clips.</source>
        <translation>Diese Untersuchung hat keine Clips.</translation>
    </message>
    <message>
        <source>Open in the active tile</source>
        <translation>Im aktiven Feld öffnen</translation>
    </message>
    <message>
        <source>Correct the view</source>
        <translation>Schnitt berichtigen</translation>
    </message>
    <message>
        <source>Back to the model&apos;s view</source>
        <translation>Zurück zum Schnitt des Modells</translation>
    </message>
    <message>
        <source>Take into the analysis again</source>
        <translation>Wieder in die Analyse aufnehmen</translation>
    </message>
    <message>
        <source>Leave out of the analysis</source>
        <translation>Von der Analyse ausnehmen</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>kein Bild</translation>
    </message>
    <message>
        <source>Search by name, ID, date, indication, reader</source>
        <translation>Suche nach Name, ID, Datum, Indikation, Befunder</translation>
    </message>
    <message>
        <source>Search studies</source>
        <translation>Untersuchungen suchen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Reading the list of studies</source>
        <translation>Die Liste der Untersuchungen wird gelesen</translation>
    </message>
    <message>
        <source>Show all studies</source>
        <translation>Alle Untersuchungen zeigen</translation>
    </message>
    <message>
        <source>No study matches</source>
        <translation>Keine Untersuchung passt</translation>
    </message>
    <message>
        <source>Change the search or switch a filter off.</source>
        <translation>Ändern Sie die Suche oder schalten Sie einen Filter aus.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>Demo study</source>
        <translation>Demo-Untersuchung</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>Untersuchungen</translation>
    </message>
    <message>
        <source>Import the sample study: a computed heart, no patient</source>
        <translation>Beispieluntersuchung importieren: ein berechnetes Herz, kein Patient</translation>
    </message>
    <message>
        <source>Import a folder of DICOM files ({key})</source>
        <translation>Einen Ordner mit DICOM-Dateien importieren ({key})</translation>
    </message>
    <message>
        <source>Import a DICOM file, a DICOMDIR or a zip ({key})</source>
        <translation>Eine DICOM-Datei, ein DICOMDIR oder ein Zip importieren ({key})</translation>
    </message>
    <message>
        <source>Search by name, ID, date, indication, reader ({key})</source>
        <translation>Suche nach Name, ID, Datum, Indikation, Befunder ({key})</translation>
    </message>
    <message>
        <source>Drop a folder, a zip or files anywhere to import them · Enter opens the selected study, {urgent} marks it urgent, {assign} assigns it to you</source>
        <translation>Ordner, Zip oder Dateien zum Importieren irgendwo ablegen · Enter öffnet die gewählte Untersuchung, {urgent} markiert sie als dringend, {assign} weist sie Ihnen zu</translation>
    </message>
    <message>
        <source>Drop a folder, a zip or DICOM files here</source>
        <translation>Legen Sie einen Ordner, ein Zip oder DICOM-Dateien hier ab</translation>
    </message>
    <message>
        <source>Or open the demo study: a computed heart, analysed while you watch. Nothing leaves this computer.</source>
        <translation>Oder öffnen Sie die Demo-Untersuchung: ein berechnetes Herz, vor Ihren Augen analysiert. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Self test: {names} FAILED</source>
        <translation>Selbsttest: {names} FEHLGESCHLAGEN</translation>
    </message>
    <message>
        <source>Self test: {names} pass</source>
        <translation>Selbsttest: {names} bestanden</translation>
    </message>
    <message>
        <source>The program&apos;s self test failed: {names}.</source>
        <translation>Der Selbsttest des Programms ist fehlgeschlagen: {names}.</translation>
    </message>
    <message>
        <source>Results may be wrong on this computer. Point at the line below.</source>
        <translation>Ergebnisse können auf diesem Rechner falsch sein. Zeigen Sie auf die Zeile unten.</translation>
    </message>
    <message>
        <source>Open a folder of DICOM files</source>
        <translation>Einen Ordner mit DICOM-Dateien öffnen</translation>
    </message>
    <message>
        <source>Open DICOM files, a DICOMDIR or a zip</source>
        <translation>DICOM-Dateien, ein DICOMDIR oder ein Zip öffnen</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} von {total}</translation>
    </message>
    <message>
        <source>Open	Enter</source>
        <translation>Öffnen	Enter</translation>
    </message>
    <message>
        <source>Not urgent any more</source>
        <translation>Nicht mehr dringend</translation>
    </message>
    <message>
        <source>Mark as urgent</source>
        <translation>Als dringend markieren</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>Zurückgeben</translation>
    </message>
    <message>
        <source>Assign to me</source>
        <translation>Mir zuweisen</translation>
    </message>
    <message>
        <source>Assign to {name}</source>
        <translation>{name} zuweisen</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Geboren</translation>
    </message>
    <message>
        <source>Examined</source>
        <translation>Untersucht</translation>
    </message>
    <message>
        <source>Study and indication</source>
        <translation>Untersuchung und Indikation</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>AI draft</source>
        <translation>KI-Entwurf</translation>
    </message>
    <message>
        <source>Unsigned</source>
        <translation>Unsigniert</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meine</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Dringend</translation>
    </message>
    <message>
        <source>AI draft ready</source>
        <translation>KI-Entwurf bereit</translation>
    </message>
    <message>
        <source>AI failed</source>
        <translation>KI fehlgeschlagen</translation>
    </message>
    <message>
        <source>no report</source>
        <translation>kein Befund</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>preliminary</source>
        <translation>vorläufig</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>signiert</translation>
    </message>
    <message>
        <source>amended</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>not analysed</source>
        <translation>ohne Analyse</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>name missing</source>
        <translation>Name fehlt</translation>
    </message>
    <message>
        <source>{name} · URGENT</source>
        <translation>{name} · DRINGEND</translation>
    </message>
    <message>
        <source>ID missing</source>
        <translation>ID fehlt</translation>
    </message>
    <message>
        <source>no indication given</source>
        <translation>keine Indikation angegeben</translation>
    </message>
    <message>
        <source>Amend the signed report</source>
        <translation>Den signierten Befund ändern</translation>
    </message>
    <message>
        <source>The signed revision stays as it is. A new one is begun; it names the old one and prints this reason.</source>
        <translation>Die signierte Fassung bleibt, wie sie ist. Eine neue wird begonnen; sie nennt die alte und druckt diesen Grund.</translation>
    </message>
    <message>
        <source>Why does the report change?</source>
        <translation>Warum ändert sich der Befund?</translation>
    </message>
    <message>
        <source>For instance: ejection fraction corrected after review of the tracing</source>
        <translation>Zum Beispiel: Ejektionsfraktion nach Durchsicht der Konturen berichtigt</translation>
    </message>
    <message>
        <source>Why the report changes</source>
        <translation>Warum sich der Befund ändert</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Begin the amendment</source>
        <translation>Änderung beginnen</translation>
    </message>
    <message>
        <source>Click a key, or go to it with Tab and press Enter, to give its action another one.</source>
        <translation>Klicken Sie auf eine Taste, oder gehen Sie mit Tab zu ihr und drücken Sie Enter, um der Aktion eine andere zu geben.</translation>
    </message>
    <message>
        <source>press a key</source>
        <translation>Taste drücken</translation>
    </message>
    <message>
        <source>{words}: {key}. Press Enter to change</source>
        <translation>{words}: {key}. Enter drücken zum Ändern</translation>
    </message>
    <message>
        <source>Change the key for: {words}</source>
        <translation>Taste ändern für: {words}</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Take it, and swap the two</source>
        <translation>Übernehmen und beide tauschen</translation>
    </message>
    <message>
        <source>All keys as at first</source>
        <translation>Alle Tasten wie anfangs</translation>
    </message>
    <message>
        <source>{key} is taken: {words}.</source>
        <translation>{key} ist vergeben: {words}.</translation>
    </message>
    <message>
        <source>{what} Choose another key.</source>
        <translation>{what} Wählen Sie eine andere Taste.</translation>
    </message>
    <message>
        <source>Every action has the key that it had at first.</source>
        <translation>Jede Aktion hat wieder ihre anfängliche Taste.</translation>
    </message>
    <message>
        <source>Press the new key for: {words}. Esc leaves it.</source>
        <translation>Drücken Sie die neue Taste für: {words}. Esc lässt es sein.</translation>
    </message>
    <message>
        <source>Letters and notes</source>
        <translation>Briefe und Notizen</translation>
    </message>
    <message>
        <source>Nothing is attached. Drop a PDF, a text or a picture here.</source>
        <translation>Nichts ist angehängt. Legen Sie ein PDF, einen Text oder ein Bild hier ab.</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Attach a file</source>
        <translation>Datei anhängen</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Notiz schreiben</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>For instance: what the referring physician asked on the telephone</source>
        <translation>Zum Beispiel: was der überweisende Arzt am Telefon gefragt hat</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Keep the note</source>
        <translation>Notiz behalten</translation>
    </message>
    <message>
        <source>Attach letters and notes</source>
        <translation>Briefe und Notizen anhängen</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message numerus="yes">
        <source>%n byte</source>
        <comment>%n bytes</comment>
        <translation>
            <numerusform>%n Byte</numerusform>
            <numerusform>%n Byte</numerusform>
        </translation>
    </message>
    <message>
        <source>Page of the guide</source>
        <translation>Seite der Anleitung</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Anleitung</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>Anleitung durchsuchen</translation>
    </message>
    <message>
        <source>Pages of the guide</source>
        <translation>Seiten der Anleitung</translation>
    </message>
    <message>
        <source>No page holds these words.</source>
        <translation>Keine Seite enthält diese Wörter.</translation>
    </message>
    <message numerus="yes">
        <source>%n file found = {loaded} loaded + {refused} refused</source>
        <comment>%n files found = {loaded} loaded + {refused} refused</comment>
        <translation>
            <numerusform>%n Datei gefunden = {loaded} geladen + {refused} abgewiesen</numerusform>
            <numerusform>%n Dateien gefunden = {loaded} geladen + {refused} abgewiesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Looking for DICOM files</source>
        <translation>DICOM-Dateien werden gesucht</translation>
    </message>
    <message>
        <source>Open study</source>
        <translation>Untersuchung öffnen</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} von {total}</translation>
    </message>
    <message>
        <source>Nothing was imported</source>
        <translation>Nichts wurde importiert</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Loaded  {name} · {patient_id} · {clips}</source>
        <translation>Geladen  {name} · {patient_id} · {clips}</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgewiesen</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Open the first study</source>
        <translation>Erste Untersuchung öffnen</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird angehalten</translation>
    </message>
    <message numerus="yes">
        <source>%n study imported</source>
        <comment>%n studies imported</comment>
        <translation>
            <numerusform>%n Untersuchung importiert</numerusform>
            <numerusform>%n Untersuchungen importiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>{name} (yours)</source>
        <translation>{name} (von Ihnen)</translation>
    </message>
    <message>
        <source>used</source>
        <translation>verwendet</translation>
    </message>
    <message>
        <source>not used: {reason}</source>
        <translation>nicht verwendet: {reason}</translation>
    </message>
    <message>
        <source>not analysed yet</source>
        <translation>noch nicht analysiert</translation>
    </message>
    <message>
        <source>refused: {reason} {remedy}</source>
        <translation>abgewiesen: {reason} {remedy}</translation>
    </message>
    <message>
        <source>Clips used</source>
        <translation>Verwendete Clips</translation>
    </message>
    <message>
        <source>{count} in the study = {used} used + {left} not used or refused</source>
        <translation>{count} in der Untersuchung = {used} verwendet + {left} nicht verwendet oder abgewiesen</translation>
    </message>
    <message>
        <source>{count} in the study; not analysed yet</source>
        <translation>{count} in der Untersuchung; noch nicht analysiert</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Schnitt</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>Device {device} · decoding {decode:.1f} s · preparing {preprocess:.1f} s · views {views:.1f} s · embedding {embed:.1f} s · retrieval {retrieve:.1f} s · in all {seconds:.1f} s</source>
        <translation>Gerät {device} · Dekodieren {decode:.1f} s · Vorbereiten {preprocess:.1f} s · Schnitte {views:.1f} s · Einbetten {embed:.1f} s · Suche {retrieve:.1f} s · insgesamt {seconds:.1f} s</translation>
    </message>
    <message>
        <source>Synthetic data: computed hearts, no patient. For demonstration, not for diagnosis.</source>
        <translation>Synthetische Daten: berechnete Herzen, kein Patient. Zur Demonstration, nicht für die Diagnostik.</translation>
    </message>
    <message>
        <source>Clinical data.</source>
        <translation>Klinische Daten.</translation>
    </message>
    <message>
        <source>{value} (95 % interval {low:.3g} to {high:.3g})</source>
        <translation>{value} (95-%-Intervall {low:.3g} bis {high:.3g})</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>Studies can be read, reported and signed without a model; nothing is drafted.</source>
        <translation>Untersuchungen können ohne Modell gelesen, befundet und signiert werden; nichts wird entworfen.</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>DeepCORO Desktop {version} · Apache-2.0 · research use only</source>
        <translation>DeepCORO Desktop {version} · Apache-2.0 · nur für Forschungszwecke</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Another bundle, another device, or no model</source>
        <translation>Anderes Paket, anderes Gerät oder kein Modell</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Prüfsumme</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Intended use</source>
        <translation>Zweckbestimmung</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Trainiert mit</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Schnitte</translation>
    </message>
    <message>
        <source>{views} views, {sections} sections of the report</source>
        <translation>{views} Schnitte, {sections} Abschnitte des Befunds</translation>
    </message>
    <message>
        <source>Prior reports</source>
        <translation>Frühere Befunde</translation>
    </message>
    <message>
        <source>{count} {origin} reports; {neighbours} nearest ones vote</source>
        <translation>{count} Befunde ({origin}); die {neighbours} nächsten stimmen ab</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Graphs</source>
        <translation>Graphen</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>How good it is</source>
        <translation>Wie gut es ist</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Measured by {note}</source>
        <translation>Gemessen mit {note}</translation>
    </message>
    <message>
        <source>The bundle states no figures.</source>
        <translation>Das Paket nennt keine Kennzahlen.</translation>
    </message>
    <message>
        <source>Known limits</source>
        <translation>Bekannte Grenzen</translation>
    </message>
    <message>
        <source>The bundle states no limits. Assume that it has some.</source>
        <translation>Das Paket nennt keine Grenzen. Nehmen Sie an, dass es welche hat.</translation>
    </message>
    <message>
        <source>birth date missing</source>
        <translation>Geburtsdatum fehlt</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Systolic pressure</source>
        <translation>Systolischer Druck</translation>
    </message>
    <message>
        <source>Diastolic pressure</source>
        <translation>Diastolischer Druck</translation>
    </message>
    <message>
        <source>Rhythm</source>
        <translation>Rhythmus</translation>
    </message>
    <message>
        <source>Indication</source>
        <translation>Indikation</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Geschlecht</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>years</source>
        <translation>Jahre</translation>
    </message>
    <message>
        <source>Blood pressure</source>
        <translation>Blutdruck</translation>
    </message>
    <message>
        <source>Indexed values, what is normal and the report&apos;s header follow at once. The DICOM files are not changed; earlier studies are matched by what is recorded.</source>
        <translation>Indizierte Werte, Normbereiche und der Kopf des Befunds folgen sofort. Die DICOM-Dateien bleiben, wie sie sind; frühere Untersuchungen werden nach dem Aufgezeichneten gefunden.</translation>
    </message>
    <message>
        <source>as recorded: {sex}</source>
        <translation>wie aufgezeichnet: {sex}</translation>
    </message>
    <message>
        <source>female (F)</source>
        <translation>weiblich (F)</translation>
    </message>
    <message>
        <source>male (M)</source>
        <translation>männlich (M)</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Geburtsdatum</translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>JJJJ-MM-TT</translation>
    </message>
    <message>
        <source>Birth date: {text} is no date, as 1954-02-11</source>
        <translation>Geburtsdatum: {text} ist kein Datum wie 1954-02-11</translation>
    </message>
    <message>
        <source>The age at the study follows from the birth date</source>
        <translation>Das Alter bei der Untersuchung folgt aus dem Geburtsdatum</translation>
    </message>
    <message>
        <source>The age at the study</source>
        <translation>Das Alter bei der Untersuchung</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>BSA needs height and weight</source>
        <translation>KOF braucht Größe und Gewicht</translation>
    </message>
    <message>
        <source>Recorded: sex {sex}, birth date {born}, age {age}. Both are kept, and shown in the report.</source>
        <translation>Aufgezeichnet: Geschlecht {sex}, Geburtsdatum {born}, Alter {age}. Beides bleibt erhalten und steht im Befund.</translation>
    </message>
    <message>
        <source>{field}: {text} is no number</source>
        <translation>{field}: {text} ist keine Zahl</translation>
    </message>
    <message>
        <source>Expected parts of a comprehensive adult transthoracic examination: American Society of Echocardiography, J Am Soc Echocardiogr 2019;32:1-64. Views are those that the model or you gave the clips.</source>
        <translation>Erwartete Teile einer vollständigen transthorakalen Untersuchung Erwachsener: American Society of Echocardiography, J Am Soc Echocardiogr 2019;32:1-64. Schnitte sind die, die das Modell oder Sie den Clips gegeben haben.</translation>
    </message>
    <message>
        <source>Completeness of the examination</source>
        <translation>Vollständigkeit der Untersuchung</translation>
    </message>
    <message numerus="yes">
        <source>{words}. %n missing.</source>
        <comment>{words}. %n missing.</comment>
        <translation>
            <numerusform>{words}. %n fehlt.</numerusform>
            <numerusform>{words}. %n fehlen.</numerusform>
        </translation>
    </message>
    <message>
        <source>{words}. Nothing is missing.</source>
        <translation>{words}. Nichts fehlt.</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgenommen</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Parts of the examination</source>
        <translation>Teile der Untersuchung</translation>
    </message>
    <message>
        <source>Table of {headings}</source>
        <translation>Tabelle: {headings}</translation>
    </message>
    <message>
        <source>Problem: {message} {remedy}</source>
        <translation>Problem: {message} {remedy}</translation>
    </message>
    <message>
        <source>Your work is saved. Restart, and send us {name}.</source>
        <translation>Ihre Arbeit ist gesichert. Starten Sie neu und senden Sie uns {name}.</translation>
    </message>
    <message>
        <source>Agreement of the nearest reports</source>
        <translation>Übereinstimmung der nächsten Befunde</translation>
    </message>
    <message>
        <source>Your own sentence: no report was asked.</source>
        <translation>Ihr eigener Satz: kein Befund wurde gefragt.</translation>
    </message>
    <message>
        <source>No sentence of the model in this section.</source>
        <translation>Kein Satz des Modells in diesem Abschnitt.</translation>
    </message>
    <message numerus="yes">
        <source>Agreement of the %n nearest report</source>
        <comment>Agreement of the %n nearest reports</comment>
        <translation>
            <numerusform>Übereinstimmung des %n nächsten Befunds</numerusform>
            <numerusform>Übereinstimmung der %n nächsten Befunde</numerusform>
        </translation>
    </message>
    <message>
        <source>say the same</source>
        <translation>sagen dasselbe</translation>
    </message>
    <message>
        <source>says the same</source>
        <translation>sagt dasselbe</translation>
    </message>
    <message>
        <source>say something else</source>
        <translation>sagen etwas anderes</translation>
    </message>
    <message>
        <source>says something else</source>
        <translation>sagt etwas anderes</translation>
    </message>
    <message>
        <source>say nothing about it</source>
        <translation>sagen nichts dazu</translation>
    </message>
    <message>
        <source>says nothing about it</source>
        <translation>sagt nichts dazu</translation>
    </message>
    <message>
        <source>Views known of {known} of {count} clips</source>
        <translation>Schnitt bekannt bei {known} von {count} Clips</translation>
    </message>
    <message>
        <source>Clip {number}</source>
        <translation>Clip {number}</translation>
    </message>
    <message>
        <source>{clip}, {view}, {relative:.2f} of the largest weight</source>
        <translation>{clip}, {view}, {relative:.2f} des größten Gewichts</translation>
    </message>
    <message>
        <source>{clip}, {view}: {relative:.2f} of the largest weight; {share:.0f} % of all clips&apos; weight in this section. Not a probability. Click to play it.</source>
        <translation>{clip}, {view}: {relative:.2f} des größten Gewichts; {share:.0f} % des Gewichts aller Clips in diesem Abschnitt. Keine Wahrscheinlichkeit. Klicken zum Abspielen.</translation>
    </message>
    <message>
        <source>Show the first {count}</source>
        <translation>Die ersten {count} zeigen</translation>
    </message>
    <message numerus="yes">
        <source>Show the %n clip</source>
        <comment>Show all %n clips</comment>
        <translation>
            <numerusform>Den %n Clip zeigen</numerusform>
            <numerusform>Alle %n Clips zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Probability of each view as the view classifier gives it</source>
        <translation>Wahrscheinlichkeit jedes Schnitts, wie der Klassifikator sie angibt</translation>
    </message>
    <message>
        <source>Say which view the clip shows; weights and draft are made again. The change is kept.</source>
        <translation>Sagen Sie, welchen Schnitt der Clip zeigt; Gewichte und Entwurf werden neu gemacht. Die Änderung wird behalten.</translation>
    </message>
    <message>
        <source>View of clip {number}</source>
        <translation>Schnitt von Clip {number}</translation>
    </message>
    <message>
        <source>Correct the view of clip {number}</source>
        <translation>Schnitt von Clip {number} berichtigen</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch nicht bekannt</translation>
    </message>
    <message>
        <source>not examined</source>
        <translation>nicht untersucht</translation>
    </message>
    <message>
        <source>Set the view…</source>
        <translation>Schnitt setzen…</translation>
    </message>
    <message>
        <source>set by you</source>
        <translation>von Ihnen gesetzt</translation>
    </message>
    <message>
        <source>corrected by you</source>
        <translation>von Ihnen berichtigt</translation>
    </message>
    <message>
        <source>view classifier</source>
        <translation>Klassifikator</translation>
    </message>
    <message>
        <source>Take the correction back</source>
        <translation>Berichtigung zurücknehmen</translation>
    </message>
    <message>
        <source>Correct the view…</source>
        <translation>Schnitt berichtigen…</translation>
    </message>
    <message>
        <source>Relative weight of each clip for this section (learned per clip; not a probability)</source>
        <translation>Relatives Gewicht jedes Clips für diesen Abschnitt (je Clip gelernt; keine Wahrscheinlichkeit)</translation>
    </message>
    <message>
        <source>Relative weight of each clip for this section (fixed table by view; not a probability)</source>
        <translation>Relatives Gewicht jedes Clips für diesen Abschnitt (feste Tabelle je Schnitt; keine Wahrscheinlichkeit)</translation>
    </message>
    <message>
        <source>Relative weight of each clip for this section (kept with the draft; not a probability)</source>
        <translation>Relatives Gewicht jedes Clips für diesen Abschnitt (mit dem Entwurf gesichert; keine Wahrscheinlichkeit)</translation>
    </message>
    <message>
        <source>The model learned for each section which clips to look at. A bar is a clip&apos;s weight divided by the largest. It says how much a clip counted, not how sure the model is.</source>
        <translation>Das Modell hat für jeden Abschnitt gelernt, welche Clips es ansehen soll. Ein Balken ist das Gewicht eines Clips geteilt durch das größte. Er sagt, wie viel ein Clip zählte, nicht wie sicher das Modell ist.</translation>
    </message>
    <message>
        <source>A fixed table says how much each view counts for a section. A bar is a clip&apos;s weight divided by the largest. It says how much a clip counted, not how sure the model is.</source>
        <translation>Eine feste Tabelle sagt, wie viel jeder Schnitt für einen Abschnitt zählt. Ein Balken ist das Gewicht eines Clips geteilt durch das größte. Er sagt, wie viel ein Clip zählte, nicht wie sicher das Modell ist.</translation>
    </message>
    <message>
        <source>The weights were saved with the draft. A bar is a clip&apos;s weight divided by the largest. It says how much a clip counted, not how sure the model is.</source>
        <translation>Die Gewichte wurden mit dem Entwurf gesichert. Ein Balken ist das Gewicht eines Clips geteilt durch das größte. Er sagt, wie viel ein Clip zählte, nicht wie sicher das Modell ist.</translation>
    </message>
    <message>
        <source>view unknown</source>
        <translation>Schnitt unbekannt</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>kein Grund wurde genannt</translation>
    </message>
    <message>
        <source>Open a study</source>
        <translation>Öffnen Sie eine Untersuchung</translation>
    </message>
    <message>
        <source>What the model looked at, and why it drafts what it drafts, stands here.</source>
        <translation>Was das Modell angesehen hat und warum es entwirft, was es entwirft, steht hier.</translation>
    </message>
    <message>
        <source>Not assessed: {reason}</source>
        <translation>Nicht beurteilt: {reason}</translation>
    </message>
    <message>
        <source>No view, no sentence: the model says nothing about this section.</source>
        <translation>Kein Schnitt, kein Satz: das Modell sagt nichts zu diesem Abschnitt.</translation>
    </message>
    <message>
        <source>No model has read this study</source>
        <translation>Kein Modell hat diese Untersuchung gelesen</translation>
    </message>
    <message>
        <source>The report can be written and signed without it.</source>
        <translation>Der Befund kann ohne Modell geschrieben und signiert werden.</translation>
    </message>
    <message>
        <source>Choose a section</source>
        <translation>Wählen Sie einen Abschnitt</translation>
    </message>
    <message>
        <source>The evidence follows the section in focus in the report.</source>
        <translation>Die Belege folgen dem Abschnitt, der im Befund gewählt ist.</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Belege</translation>
    </message>
    <message>
        <source>being read again</source>
        <translation>wird noch einmal gelesen</translation>
    </message>
    <message>
        <source>not read again: see the report</source>
        <translation>nicht noch einmal gelesen: siehe Befund</translation>
    </message>
    <message>
        <source>The models are reading the study</source>
        <translation>Die Modelle lesen die Untersuchung</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>OTHER PATIENT</source>
        <translation>ANDERER PATIENT</translation>
    </message>
    <message>
        <source>This report tells of another patient. Its numbers are left out.</source>
        <translation>Dieser Befund handelt von einem anderen Patienten. Seine Zahlen sind weggelassen.</translation>
    </message>
    <message>
        <source>similarity {similarity:.3f} · {origin}</source>
        <translation>Ähnlichkeit {similarity:.3f} · {origin}</translation>
    </message>
    <message>
        <source>Similarity {similarity:.3f}, {origin} report of study {report_id}</source>
        <translation>Ähnlichkeit {similarity:.3f}, Befund ({origin}) der Untersuchung {report_id}</translation>
    </message>
    <message>
        <source>Says nothing about: {section}.</source>
        <translation>Sagt nichts zu: {section}.</translation>
    </message>
    <message>
        <source>study {report_id}</source>
        <translation>Untersuchung {report_id}</translation>
    </message>
    <message>
        <source>Report {rank}, other patient, similarity {similarity:.3f}, {origin}: {text}</source>
        <translation>Befund {rank}, anderer Patient, Ähnlichkeit {similarity:.3f}, {origin}: {text}</translation>
    </message>
    <message>
        <source>Says the same as the sentence in focus.</source>
        <translation>Sagt dasselbe wie der gewählte Satz.</translation>
    </message>
    <message>
        <source>Retrieved reports · {count} nearest</source>
        <translation>Gefundene Befunde · {count} nächste</translation>
    </message>
    <message>
        <source>Retrieved reports</source>
        <translation>Gefundene Befunde</translation>
    </message>
    <message>
        <source>They are not kept with a saved draft. Analyse the study again to see them.</source>
        <translation>Sie werden mit einem gesicherten Entwurf nicht aufbewahrt. Analysieren Sie die Untersuchung noch einmal, um sie zu sehen.</translation>
    </message>
    <message>
        <source>Show {more} more of {count}</source>
        <translation>{more} weitere von {count} zeigen</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Report — DeepCORO Desktop</source>
        <translation>Befund — DeepCORO Desktop</translation>
    </message>
    <message>
        <source>The model: what it was trained on, its figures and limits</source>
        <translation>Das Modell: womit es trainiert wurde, seine Kennzahlen und Grenzen</translation>
    </message>
    <message>
        <source>All keys of the window, and how to change them</source>
        <translation>Alle Tasten des Fensters, und wie man sie ändert</translation>
    </message>
    <message>
        <source>The guide, at the page on the part in hand</source>
        <translation>Die Anleitung, auf der Seite zum aktiven Teil</translation>
    </message>
    <message>
        <source>Research use only</source>
        <translation>Nur für Forschungszwecke</translation>
    </message>
    <message>
        <source>Export PDF</source>
        <translation>PDF exportieren</translation>
    </message>
    <message>
        <source>Save the signed report as a file</source>
        <translation>Den signierten Befund als Datei sichern</translation>
    </message>
    <message>
        <source>Amend</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Start a new revision; the signed one stays as it is</source>
        <translation>Eine neue Fassung beginnen; die signierte bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Signieren</translation>
    </message>
    <message>
        <source>Next study</source>
        <translation>Nächste Untersuchung</translation>
    </message>
    <message>
        <source>Guide  {key}</source>
        <translation>Anleitung  {key}</translation>
    </message>
    <message>
        <source>Reader, body surface, model, device, language ({key})</source>
        <translation>Befunder, Körperoberfläche, Modell, Gerät, Sprache ({key})</translation>
    </message>
    <message>
        <source>Keys  {key}</source>
        <translation>Tasten  {key}</translation>
    </message>
    <message>
        <source>The next unsigned study, urgent ones first ({key})</source>
        <translation>Die nächste unsignierte Untersuchung, dringende zuerst ({key})</translation>
    </message>
    <message>
        <source>Saved {time:%H:%M:%S}</source>
        <translation>Gesichert {time:%H:%M:%S}</translation>
    </message>
    <message>
        <source>Not saved: {message}</source>
        <translation>Nicht gesichert: {message}</translation>
    </message>
    <message>
        <source>Sign — no draft yet</source>
        <translation>Signieren — noch kein Entwurf</translation>
    </message>
    <message>
        <source>The draft comes with the analysis.</source>
        <translation>Der Entwurf kommt mit der Analyse.</translation>
    </message>
    <message>
        <source>Signed by {name}, {when}</source>
        <translation>Signiert von {name}, {when}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>and %n more</comment>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign — %n thing left</source>
        <comment>Sign — %n things left</comment>
        <translation>
            <numerusform>Signieren — noch %n Punkt offen</numerusform>
            <numerusform>Signieren — noch %n Punkte offen</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign the report</source>
        <translation>Befund signieren</translation>
    </message>
    <message>
        <source>Everything is reviewed.</source>
        <translation>Alles ist geprüft.</translation>
    </message>
    <message>
        <source>{seconds} s left</source>
        <translation>noch {seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>noch {minutes} min</translation>
    </message>
    <message>
        <source>Starting the model</source>
        <translation>Das Modell startet</translation>
    </message>
    <message>
        <source>Stop the analysis; the study stays open</source>
        <translation>Die Analyse anhalten; die Untersuchung bleibt offen</translation>
    </message>
    <message>
        <source>DEMONSTRATION MODEL · trained on synthetic data · not for diagnosis</source>
        <translation>DEMONSTRATIONSMODELL · mit synthetischen Daten trainiert · nicht für die Diagnostik</translation>
    </message>
    <message>
        <source>DEMONSTRATION MODEL
trained on synthetic data · not for diagnosis</source>
        <translation>DEMONSTRATIONSMODELL
mit synthetischen Daten trainiert · nicht für die Diagnostik</translation>
    </message>
    <message>
        <source>{now} (recorded: {before})</source>
        <translation>{now} (aufgezeichnet: {before})</translation>
    </message>
    <message>
        <source>{years} y</source>
        <translation>{years} J.</translation>
    </message>
    <message>
        <source>BSA {area:.2f} m²</source>
        <translation>KOF {area:.2f} m²</translation>
    </message>
    <message>
        <source>BP not recorded</source>
        <translation>RR nicht erfasst</translation>
    </message>
    <message>
        <source>body size not recorded</source>
        <translation>Körpermaße nicht erfasst</translation>
    </message>
    <message>
        <source>rhythm not recorded</source>
        <translation>Rhythmus nicht erfasst</translation>
    </message>
    <message>
        <source>About this program and its model</source>
        <translation>Über dieses Programm und sein Modell</translation>
    </message>
    <message>
        <source>Patient and examination</source>
        <translation>Patient und Untersuchung</translation>
    </message>
    <message>
        <source>Which clips were used, which were not, and why</source>
        <translation>Welche Clips verwendet wurden, welche nicht, und warum</translation>
    </message>
    <message>
        <source>Complete or correct the header ({key})</source>
        <translation>Den Kopf ergänzen oder berichtigen ({key})</translation>
    </message>
    <message numerus="yes">
        <source>{used} of %n clip used</source>
        <comment>{used} of %n clips used</comment>
        <translation>
            <numerusform>{used} von %n Clip verwendet</numerusform>
            <numerusform>{used} von %n Clips verwendet</numerusform>
        </translation>
    </message>
    <message>
        <source>name hidden ({key})</source>
        <translation>Name verborgen ({key})</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Page up</source>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>Bild ab</translation>
    </message>
    <message>
        <source>Ctrl</source>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>Alt</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>While a figure is in hand</source>
        <translation>Während eine Figur in Arbeit ist</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>Einen Ordner öffnen</translation>
    </message>
    <message>
        <source>Open files or a zip</source>
        <translation>Dateien oder ein Zip öffnen</translation>
    </message>
    <message>
        <source>Search the studies</source>
        <translation>Untersuchungen durchsuchen</translation>
    </message>
    <message>
        <source>Choose and open a study</source>
        <translation>Eine Untersuchung wählen und öffnen</translation>
    </message>
    <message>
        <source>Urgent, or not any more</source>
        <translation>Dringend, oder nicht mehr</translation>
    </message>
    <message>
        <source>Assign to me, or give back</source>
        <translation>Mir zuweisen, oder zurückgeben</translation>
    </message>
    <message>
        <source>Next study to read</source>
        <translation>Nächste Untersuchung zum Lesen</translation>
    </message>
    <message>
        <source>Open a clip by its number</source>
        <translation>Einen Clip nach seiner Nummer öffnen</translation>
    </message>
    <message>
        <source>Choose and open a clip in the list</source>
        <translation>Einen Clip in der Liste wählen und öffnen</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Play backwards, or forwards</source>
        <translation>Rückwärts oder vorwärts abspielen</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Ein Bild zurück</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>Ein Bild weiter</translation>
    </message>
    <message>
        <source>Five frames back</source>
        <translation>Fünf Bilder zurück</translation>
    </message>
    <message>
        <source>Five frames on</source>
        <translation>Fünf Bilder weiter</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>Erstes Bild</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>Letztes Bild</translation>
    </message>
    <message>
        <source>Next end-diastole</source>
        <translation>Nächste Enddiastole</translation>
    </message>
    <message>
        <source>End-diastole before</source>
        <translation>Enddiastole davor</translation>
    </message>
    <message>
        <source>Next end-systole</source>
        <translation>Nächste Endsystole</translation>
    </message>
    <message>
        <source>End-systole before</source>
        <translation>Endsystole davor</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Langsamer</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>One beat, or all of the clip</source>
        <translation>Ein Schlag, oder der ganze Clip</translation>
    </message>
    <message>
        <source>Start at this frame</source>
        <translation>Bei diesem Bild beginnen</translation>
    </message>
    <message>
        <source>Stop at this frame</source>
        <translation>Bei diesem Bild enden</translation>
    </message>
    <message>
        <source>Loop, or there and back</source>
        <translation>Schleife, oder hin und zurück</translation>
    </message>
    <message>
        <source>Keep step: off, by clock, by R–R</source>
        <translation>Gleichlauf: aus, nach Uhr, nach R–R</translation>
    </message>
    <message>
        <source>Next layout of the tiles</source>
        <translation>Nächste Aufteilung der Felder</translation>
    </message>
    <message>
        <source>Next preset of views</source>
        <translation>Nächste Anordnung der Schnitte</translation>
    </message>
    <message>
        <source>Stress study by stage and view</source>
        <translation>Belastungsecho nach Stufe und Schnitt</translation>
    </message>
    <message>
        <source>Change this row for the next</source>
        <translation>Diese Zeile gegen die nächste tauschen</translation>
    </message>
    <message>
        <source>Beside the earlier study, or back</source>
        <translation>Neben die frühere Untersuchung, oder zurück</translation>
    </message>
    <message>
        <source>Keep this frame, or no more</source>
        <translation>Dieses Bild behalten, oder nicht mehr</translation>
    </message>
    <message>
        <source>Go to the next frame kept</source>
        <translation>Zum nächsten behaltenen Bild</translation>
    </message>
    <message>
        <source>Measure: type what</source>
        <translation>Messen: tippen, was</translation>
    </message>
    <message>
        <source>Overlay: all, no name, none</source>
        <translation>Beschriftung: alles, ohne Namen, keine</translation>
    </message>
    <message>
        <source>ECG over the scrubber, or not</source>
        <translation>EKG über der Zeitleiste, oder nicht</translation>
    </message>
    <message>
        <source>Inverted, or as recorded</source>
        <translation>Invertiert, oder wie aufgenommen</translation>
    </message>
    <message>
        <source>Next grey map</source>
        <translation>Nächste Graukurve</translation>
    </message>
    <message>
        <source>Whole picture again</source>
        <translation>Wieder das ganze Bild</translation>
    </message>
    <message>
        <source>Gain and grey as recorded</source>
        <translation>Verstärkung und Grau wie aufgenommen</translation>
    </message>
    <message>
        <source>Next sentence to review</source>
        <translation>Nächster Satz, der zu prüfen ist</translation>
    </message>
    <message>
        <source>Sentence above or below</source>
        <translation>Satz darüber oder darunter</translation>
    </message>
    <message>
        <source>Accept the sentence</source>
        <translation>Den Satz annehmen</translation>
    </message>
    <message>
        <source>Edit the sentence</source>
        <translation>Den Satz bearbeiten</translation>
    </message>
    <message>
        <source>Reject the sentence</source>
        <translation>Den Satz ablehnen</translation>
    </message>
    <message>
        <source>Fill in the missing number</source>
        <translation>Die fehlende Zahl eintragen</translation>
    </message>
    <message>
        <source>Restore the sentence as it first came</source>
        <translation>Den Satz wiederherstellen, wie er zuerst kam</translation>
    </message>
    <message>
        <source>Attest the section</source>
        <translation>Den Abschnitt bestätigen</translation>
    </message>
    <message>
        <source>Copy the sentence into the impression</source>
        <translation>Den Satz in die Beurteilung kopieren</translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation>Die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Make the change again</source>
        <translation>Die Änderung wiederholen</translation>
    </message>
    <message>
        <source>Back to the list of studies</source>
        <translation>Zurück zur Liste der Untersuchungen</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Hide or show the clips</source>
        <translation>Die Clips aus- oder einblenden</translation>
    </message>
    <message>
        <source>Hide or show the evidence</source>
        <translation>Die Belege aus- oder einblenden</translation>
    </message>
    <message>
        <source>Hide or show the report</source>
        <translation>Den Befund aus- oder einblenden</translation>
    </message>
    <message>
        <source>Go to the clips</source>
        <translation>Zu den Clips</translation>
    </message>
    <message>
        <source>Go to the evidence</source>
        <translation>Zu den Belegen</translation>
    </message>
    <message>
        <source>Go to the report</source>
        <translation>Zum Befund</translation>
    </message>
    <message>
        <source>Report in a window of its own</source>
        <translation>Befund in einem eigenen Fenster</translation>
    </message>
    <message>
        <source>Patient: body size, pressure, rhythm, indication</source>
        <translation>Patient: Körpermaße, Blutdruck, Rhythmus, Indikation</translation>
    </message>
    <message>
        <source>Referral letters and notes</source>
        <translation>Überweisungsbriefe und Notizen</translation>
    </message>
    <message>
        <source>Sign, or go to what is missing</source>
        <translation>Signieren, oder zu dem, was fehlt</translation>
    </message>
    <message>
        <source>Help on the part in hand</source>
        <translation>Hilfe zum aktiven Teil</translation>
    </message>
    <message>
        <source>All keys, and change them</source>
        <translation>Alle Tasten, und sie ändern</translation>
    </message>
    <message>
        <source>Move the cross, or the chosen point</source>
        <translation>Kreuz oder gewählten Punkt bewegen</translation>
    </message>
    <message>
        <source>Set a point; keep the figure</source>
        <translation>Punkt setzen; Figur behalten</translation>
    </message>
    <message>
        <source>Choose the next point of the figure</source>
        <translation>Nächsten Punkt der Figur wählen</translation>
    </message>
    <message>
        <source>Take the last point back</source>
        <translation>Letzten Punkt zurücknehmen</translation>
    </message>
    <message>
        <source>Remove the figure</source>
        <translation>Figur entfernen</translation>
    </message>
    <message>
        <source>Skip a step of a guided examination</source>
        <translation>Schritt einer geführten Messung überspringen</translation>
    </message>
    <message>
        <source>Put the tool away</source>
        <translation>Werkzeug weglegen</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Noch einmal analysieren</translation>
    </message>
    <message>
        <source>the workspace; Export PDF saves a copy</source>
        <translation>der Arbeitsbereich; PDF exportieren sichert eine Kopie</translation>
    </message>
    <message>
        <source>Export the signed report</source>
        <translation>Den signierten Befund exportieren</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>Analysieren</translation>
    </message>
    <message>
        <source>Measure on the clip beside it, or open the earlier study.</source>
        <translation>Messen Sie auf dem Clip daneben, oder öffnen Sie die frühere Untersuchung.</translation>
    </message>
    <message>
        <source>This picture belongs to an earlier study.</source>
        <translation>Dieses Bild gehört zu einer früheren Untersuchung.</translation>
    </message>
    <message>
        <source>It is not known on which picture this was measured.</source>
        <translation>Es ist nicht bekannt, auf welchem Bild dies gemessen wurde.</translation>
    </message>
    <message>
        <source>Look for it on the clips, or measure it anew.</source>
        <translation>Suchen Sie es auf den Clips, oder messen Sie es neu.</translation>
    </message>
    <message>
        <source>no {quantity} here</source>
        <translation>hier keine Messgröße „{quantity}“</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>nicht gesehen</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>hypokinetic</source>
        <translation>hypokinetisch</translation>
    </message>
    <message>
        <source>akinetic</source>
        <translation>akinetisch</translation>
    </message>
    <message>
        <source>dyskinetic</source>
        <translation>dyskinetisch</translation>
    </message>
    <message>
        <source>index {index:.2f}</source>
        <translation>Index {index:.2f}</translation>
    </message>
    <message>
        <source>no index</source>
        <translation>kein Index</translation>
    </message>
    <message>
        <source>Wall motion, {mean}. Segment {number}, {name}: {score}</source>
        <translation>Wandbewegung, {mean}. Segment {number}, {name}: {score}</translation>
    </message>
    <message>
        <source>anterior</source>
        <translation>anterior</translation>
    </message>
    <message>
        <source>septal</source>
        <translation>septal</translation>
    </message>
    <message>
        <source>inferior</source>
        <translation>inferior</translation>
    </message>
    <message>
        <source>lateral</source>
        <translation>lateral</translation>
    </message>
    <message>
        <source>What is found</source>
        <translation>Was gefunden wird</translation>
    </message>
    <message>
        <source>Measure…  LVIDd, AV VTI, guided, caliper</source>
        <translation>Messen…  LVIDd, AV VTI, geführt, Strecke</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Press {measure} and type what to measure, or take a tool.</source>
        <translation>{measure} drücken und tippen, was zu messen ist, oder ein Werkzeug nehmen.</translation>
    </message>
    <message>
        <source>Nothing measured yet.</source>
        <translation>Noch nichts gemessen.</translation>
    </message>
    <message>
        <source>Type what to measure, or take a tool.</source>
        <translation>Tippen, was zu messen ist, oder ein Werkzeug nehmen.</translation>
    </message>
    <message>
        <source>Type a few letters and press Enter</source>
        <translation>Einige Buchstaben tippen und Enter drücken</translation>
    </message>
    <message>
        <source>Accept  ⏎</source>
        <translation>Annehmen  ⏎</translation>
    </message>
    <message>
        <source>Keep it and go on (Enter)</source>
        <translation>Behalten und weiter (Enter)</translation>
    </message>
    <message>
        <source>Skip  S</source>
        <translation>Auslassen  S</translation>
    </message>
    <message>
        <source>Go on without it (S)</source>
        <translation>Ohne diesen Wert weiter (S)</translation>
    </message>
    <message>
        <source>Stop  Esc</source>
        <translation>Halt  Esc</translation>
    </message>
    <message>
        <source>Put the tool away (Esc)</source>
        <translation>Das Werkzeug weglegen (Esc)</translation>
    </message>
    <message>
        <source>Line of known length</source>
        <translation>Linie bekannter Länge</translation>
    </message>
    <message>
        <source>Calibrate by hand</source>
        <translation>Von Hand kalibrieren</translation>
    </message>
    <message>
        <source>Draw a line along the depth scale and give its length</source>
        <translation>Ziehen Sie eine Linie entlang der Tiefenskala und geben Sie ihre Länge an</translation>
    </message>
    <message>
        <source>Forget this scale</source>
        <translation>Diese Skala vergessen</translation>
    </message>
    <message>
        <source>Back to pixels</source>
        <translation>Zurück zu Pixeln</translation>
    </message>
    <message>
        <source>Length of the line</source>
        <translation>Länge der Linie</translation>
    </message>
    <message>
        <source>Set scale</source>
        <translation>Skala setzen</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Also from the cart</source>
        <translation>Außerdem vom Gerät</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>Messung</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Measured and derived values</source>
        <translation>Gemessene und abgeleitete Werte</translation>
    </message>
    <message>
        <source>beat {beat}</source>
        <translation>Schlag {beat}</translation>
    </message>
    <message>
        <source>cart</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>{label}
Not in use: {reason}</source>
        <translation>{label}
Nicht verwendet: {reason}</translation>
    </message>
    <message>
        <source>your own measurement stands in its place</source>
        <translation>Ihre eigene Messung steht an seiner Stelle</translation>
    </message>
    <message>
        <source>Mean of beats</source>
        <translation>Mittel der Schläge</translation>
    </message>
    <message>
        <source>Last beat</source>
        <translation>Letzter Schlag</translation>
    </message>
    <message>
        <source>Largest beat</source>
        <translation>Größter Schlag</translation>
    </message>
    <message>
        <source>State in the report</source>
        <translation>In den Befund schreiben</translation>
    </message>
    <message>
        <source>Remove	Del</source>
        <translation>Entfernen	Entf</translation>
    </message>
    <message>
        <source>All normal</source>
        <translation>Alle normal</translation>
    </message>
    <message>
        <source>Every segment normal; then change those that are not</source>
        <translation>Jedes Segment normal; ändern Sie dann die anderen</translation>
    </message>
    <message>
        <source>Copy prior</source>
        <translation>Wie zuvor</translation>
    </message>
    <message>
        <source>The scores of the patient&apos;s study before this one</source>
        <translation>Die Werte der Untersuchung dieses Patienten vor dieser</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>No segment seen</source>
        <translation>Kein Segment gesehen</translation>
    </message>
    <message>
        <source>Wall motion score index</source>
        <translation>Wandbewegungs-Index (WMSI)</translation>
    </message>
    <message>
        <source>{model} segments</source>
        <translation>{model} Segmente</translation>
    </message>
    <message>
        <source>Arrow keys choose a segment, 1 to 4 score it, 0: not seen</source>
        <translation>Pfeiltasten wählen ein Segment, 1 bis 4 bewerten es, 0: nicht gesehen</translation>
    </message>
    <message>
        <source>Cut otherwise in {model} segments, so still to be scored: {names}.</source>
        <translation>In {model} Segmenten anders geteilt, daher noch zu bewerten: {names}.</translation>
    </message>
    <message>
        <source>{model} segments have no apex of their own: its score is kept and counts in 17 segments.</source>
        <translation>{model} Segmente haben keine eigene Spitze: ihr Wert bleibt erhalten und zählt bei 17 Segmenten.</translation>
    </message>
    <message>
        <source>{seen} of {count} segments scored</source>
        <translation>{seen} von {count} Segmenten bewertet</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>Arzt</translation>
    </message>
    <message>
        <source>AI</source>
        <translation>KI</translation>
    </message>
    <message>
        <source>derived</source>
        <translation>Formel</translation>
    </message>
    <message>
        <source>check</source>
        <translation>prüfen</translation>
    </message>
    <message>
        <source>↓ low</source>
        <translation>↓ tief</translation>
    </message>
    <message>
        <source>↑ high</source>
        <translation>↑ hoch</translation>
    </message>
    <message>
        <source>Measured near end-diastole</source>
        <translation>Nahe der Enddiastole gemessen</translation>
    </message>
    <message>
        <source>Measured near end-systole</source>
        <translation>Nahe der Endsystole gemessen</translation>
    </message>
    <message>
        <source>Caliper</source>
        <translation>Strecke</translation>
    </message>
    <message>
        <source>Distance: drag from end to end</source>
        <translation>Abstand: von Ende zu Ende ziehen</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Length along a line: draw it, or click and press Enter</source>
        <translation>Länge entlang einer Linie: ziehen, oder klicken und Enter drücken</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>Area: draw round it, or click its points and press Enter</source>
        <translation>Fläche: umfahren, oder ihre Punkte klicken und Enter drücken</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>Angle: three points, the corner second</source>
        <translation>Winkel: drei Punkte, der Scheitel als zweiter</translation>
    </message>
    <message>
        <source>Simpson</source>
        <translation>Simpson</translation>
    </message>
    <message>
        <source>Volume: both sides of the annulus, then the apex; or draw the outline</source>
        <translation>Volumen: beide Seiten des Anulus, dann die Spitze; oder die Kontur ziehen</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>Geschw.</translation>
    </message>
    <message>
        <source>Doppler velocity: one point</source>
        <translation>Doppler-Geschwindigkeit: ein Punkt</translation>
    </message>
    <message>
        <source>VTI</source>
        <translation>VTI</translation>
    </message>
    <message>
        <source>Velocity time integral: trace the envelope</source>
        <translation>Geschwindigkeits-Zeit-Integral: die Hüllkurve nachfahren</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>Steigung</translation>
    </message>
    <message>
        <source>Slope, deceleration and pressure half-time: drag down the slope</source>
        <translation>Steigung, Dezeleration und Druckhalbwertszeit: den Abfall entlang ziehen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Interval and rate: drag from one moment to the other</source>
        <translation>Intervall und Frequenz: von einem Zeitpunkt zum anderen ziehen</translation>
    </message>
    <message>
        <source>Guided: {label}</source>
        <translation>Geführt: {label}</translation>
    </message>
    <message>
        <source>Tool: {name}</source>
        <translation>Werkzeug: {name}</translation>
    </message>
    <message>
        <source>{average} of {count} beats</source>
        <translation>{average} von {count} Schlägen</translation>
    </message>
    <message>
        <source>one beat</source>
        <translation>ein Schlag</translation>
    </message>
    <message>
        <source>Measured by the {source}, {beats}</source>
        <translation>Gemessen von: {source}, {beats}</translation>
    </message>
    <message>
        <source>Typed by the {source}, {beats}</source>
        <translation>Eingetippt von: {source}, {beats}</translation>
    </message>
    <message>
        <source>Reference: {range}</source>
        <translation>Referenz: {range}</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>Wall motion</source>
        <translation>Wandbewegung</translation>
    </message>
    <message>
        <source>Evidence, measurements, wall motion</source>
        <translation>Belege, Messungen, Wandbewegung</translation>
    </message>
    <message>
        <source>Score the segments, or start with all normal.</source>
        <translation>Bewerten Sie die Segmente, oder beginnen Sie mit „Alle normal“.</translation>
    </message>
    <message>
        <source>No earlier study of this patient has wall motion.</source>
        <translation>Keine frühere Untersuchung dieses Patienten hat eine Wandbewegung.</translation>
    </message>
    <message>
        <source>Clip {number}, watched: show it in the active tile</source>
        <translation>Clip {number}, angesehen: im aktiven Feld zeigen</translation>
    </message>
    <message>
        <source>Clip {number}, not watched yet: show it in the active tile</source>
        <translation>Clip {number}, noch nicht angesehen: im aktiven Feld zeigen</translation>
    </message>
    <message>
        <source>RESEARCH USE ONLY · not for diagnosis</source>
        <translation>NUR FÜR FORSCHUNGSZWECKE · nicht für die Diagnostik</translation>
    </message>
    <message>
        <source>DEMONSTRATION MODEL · synthetic data</source>
        <translation>DEMONSTRATIONSMODELL · synthetische Daten</translation>
    </message>
    <message>
        <source>1 to 5 answer  ·  arrows move  ·  Enter next case  ·  S skip  ·  C comment</source>
        <translation>1 bis 5 antworten  ·  Pfeile bewegen  ·  Enter nächster Fall  ·  S auslassen  ·  C Kommentar</translation>
    </message>
    <message>
        <source>Show or hide the clips of the case (V)</source>
        <translation>Die Clips des Falls zeigen oder verbergen (V)</translation>
    </message>
    <message>
        <source>{done} of {total} cases done</source>
        <translation>{done} von {total} Fällen erledigt</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Noch nicht gesichert</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>The case before (Backspace)</source>
        <translation>Der Fall davor (Rücktaste)</translation>
    </message>
    <message>
        <source>Skip this case</source>
        <translation>Fall auslassen</translation>
    </message>
    <message>
        <source>Leave this case out and go on (S)</source>
        <translation>Diesen Fall auslassen und weiter (S)</translation>
    </message>
    <message>
        <source>Next case</source>
        <translation>Nächster Fall</translation>
    </message>
    <message>
        <source>Go on once everything is answered (Enter)</source>
        <translation>Weiter, sobald alles beantwortet ist (Enter)</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nicht gesichert</translation>
    </message>
    <message>
        <source>Each case has two texts of the same study, A and B. One was written by its reader, the other is a model&apos;s draft. Their order changes from case to case, and no rater knows it.</source>
        <translation>Jeder Fall hat zwei Texte derselben Untersuchung, A und B. Einen hat der Befunder geschrieben, der andere ist der Entwurf eines Modells. Ihre Reihenfolge wechselt von Fall zu Fall, und kein Bewerter kennt sie.</translation>
    </message>
    <message>
        <source>Numbers are emptied in both texts: [__ %] stands where one was. Sections that a text leaves out read “Not described”.</source>
        <translation>Zahlen sind in beiden Texten geleert: [__ %] steht, wo eine war. Abschnitte, die ein Text auslässt, lauten „Nicht beschrieben“.</translation>
    </message>
    <message>
        <source>Rate what each text says, then say which you would rather sign. Take the time that you need; every answer is saved at once, and you can stop and come back.</source>
        <translation>Bewerten Sie, was jeder Text sagt, dann sagen Sie, welchen Sie lieber unterschreiben würden. Nehmen Sie sich die Zeit, die Sie brauchen; jede Antwort wird sofort gesichert, und Sie können aufhören und wiederkommen.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>with their clips</source>
        <translation>mit ihren Clips</translation>
    </message>
    <message>
        <source>{count} with clips</source>
        <translation>{count} mit Clips</translation>
    </message>
    <message>
        <source>texts alone</source>
        <translation>nur Texte</translation>
    </message>
    <message numerus="yes">
        <source>%n case</source>
        <comment>%n cases</comment>
        <translation>
            <numerusform>%n Fall</numerusform>
            <numerusform>%n Fälle</numerusform>
        </translation>
    </message>
    <message>
        <source>Or rate under another name:</source>
        <translation>Oder unter einem anderen Namen bewerten:</translation>
    </message>
    <message>
        <source>The name goes into the file for the investigator, nowhere else.</source>
        <translation>Der Name kommt in die Datei für den Studienleiter, sonst nirgendwohin.</translation>
    </message>
    <message>
        <source>Go on as {rater}  ·  {settled} of {count} cases done</source>
        <translation>Weiter als {rater}  ·  {settled} von {count} Fällen erledigt</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Look at the cases again</source>
        <translation>Die Fälle noch einmal ansehen</translation>
    </message>
    <message>
        <source>Skipped cases, to answer them after all:</source>
        <translation>Ausgelassene Fälle, um sie doch zu beantworten:</translation>
    </message>
    <message>
        <source>Your answers are in this file. Please send it to the investigator:</source>
        <translation>Ihre Antworten sind in dieser Datei. Bitte senden Sie sie dem Studienleiter:</translation>
    </message>
    <message>
        <source>Thank you, {rater}.</source>
        <translation>Danke, {rater}.</translation>
    </message>
    <message>
        <source>{rated} of {count} cases rated, {skipped} skipped</source>
        <translation>{rated} von {count} Fällen bewertet, {skipped} ausgelassen</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>nicht beantwortet</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>mostly wrong</source>
        <translation>überwiegend falsch</translation>
    </message>
    <message>
        <source>partly right</source>
        <translation>teilweise richtig</translation>
    </message>
    <message>
        <source>mostly right</source>
        <translation>überwiegend richtig</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>all that matters is missing</source>
        <translation>alles Wichtige fehlt</translation>
    </message>
    <message>
        <source>much is missing</source>
        <translation>vieles fehlt</translation>
    </message>
    <message>
        <source>some is missing</source>
        <translation>manches fehlt</translation>
    </message>
    <message>
        <source>little is missing</source>
        <translation>wenig fehlt</translation>
    </message>
    <message>
        <source>nothing is missing</source>
        <translation>nichts fehlt</translation>
    </message>
    <message>
        <source>1  No</source>
        <translation>1  Nein</translation>
    </message>
    <message>
        <source>no significant error</source>
        <translation>kein bedeutsamer Fehler</translation>
    </message>
    <message>
        <source>2  Yes</source>
        <translation>2  Ja</translation>
    </message>
    <message>
        <source>a significant error</source>
        <translation>ein bedeutsamer Fehler</translation>
    </message>
    <message>
        <source>1  A much better</source>
        <translation>1  A viel besser</translation>
    </message>
    <message>
        <source>2  A better</source>
        <translation>2  A besser</translation>
    </message>
    <message>
        <source>3  No difference</source>
        <translation>3  Kein Unterschied</translation>
    </message>
    <message>
        <source>4  B better</source>
        <translation>4  B besser</translation>
    </message>
    <message>
        <source>5  B much better</source>
        <translation>5  B viel besser</translation>
    </message>
    <message>
        <source>An error that could change what is done with the patient.</source>
        <translation>Ein Fehler, der ändern könnte, was mit dem Patienten geschieht.</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Richtigkeit</translation>
    </message>
    <message>
        <source>Completeness</source>
        <translation>Vollständigkeit</translation>
    </message>
    <message>
        <source>Significant error</source>
        <translation>Bedeutsamer Fehler</translation>
    </message>
    <message>
        <source>How much of what the text says is right</source>
        <translation>Wie viel von dem, was der Text sagt, richtig ist</translation>
    </message>
    <message>
        <source>How much of what matters the text says</source>
        <translation>Wie viel von dem, was wichtig ist, der Text sagt</translation>
    </message>
    <message>
        <source>Which one? (optional)</source>
        <translation>Welcher? (freiwillig)</translation>
    </message>
    <message>
        <source>Which error is in text {letter}</source>
        <translation>Welcher Fehler in Text {letter} ist</translation>
    </message>
    <message>
        <source>Which text is better</source>
        <translation>Welcher Text besser ist</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>Freiwillig</translation>
    </message>
    <message>
        <source>Comment on the case</source>
        <translation>Kommentar zum Fall</translation>
    </message>
    <message>
        <source>Accuracy of text {letter}</source>
        <translation>Richtigkeit von Text {letter}</translation>
    </message>
    <message>
        <source>1 wrong, 5 right</source>
        <translation>1 falsch, 5 richtig</translation>
    </message>
    <message>
        <source>Completeness of text {letter}</source>
        <translation>Vollständigkeit von Text {letter}</translation>
    </message>
    <message>
        <source>1 little, 5 all that matters</source>
        <translation>1 wenig, 5 alles Wichtige</translation>
    </message>
    <message>
        <source>Significant error in text {letter}</source>
        <translation>Bedeutsamer Fehler in Text {letter}</translation>
    </message>
    <message>
        <source>Which is better</source>
        <translation>Welcher ist besser</translation>
    </message>
    <message>
        <source>Which text you would rather sign</source>
        <translation>Welchen Text Sie lieber unterschreiben würden</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Whatever you wish to say of this case</source>
        <translation>Was immer Sie zu diesem Fall sagen möchten</translation>
    </message>
    <message>
        <source>Not described</source>
        <translation>Nicht beschrieben</translation>
    </message>
    <message>
        <source>Text A</source>
        <translation>Text A</translation>
    </message>
    <message>
        <source>Text B</source>
        <translation>Text B</translation>
    </message>
    <message>
        <source>{name}, text {letter}: {text}</source>
        <translation>{name}, Text {letter}: {text}</translation>
    </message>
    <message>
        <source>Neither text describes: {sections}.</source>
        <translation>Kein Text beschreibt: {sections}.</translation>
    </message>
    <message>
        <source>Blinded rating — DeepCORO Desktop</source>
        <translation>Verblindete Bewertung — DeepCORO Desktop</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>Noch einmal sichern</translation>
    </message>
    <message numerus="yes">
        <source>%n answer missing: give it, or skip</source>
        <comment>%n answers missing: give them, or skip</comment>
        <translation>
            <numerusform>%n Antwort fehlt: geben Sie sie, oder lassen Sie aus</numerusform>
            <numerusform>%n Antworten fehlen: geben Sie sie, oder lassen Sie aus</numerusform>
        </translation>
    </message>
    <message>
        <source>Blinded rating</source>
        <translation>Verblindete Bewertung</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Case {place} of {count}</source>
        <translation>Fall {place} von {count}</translation>
    </message>
    <message>
        <source>Skipped; an answer takes it back</source>
        <translation>Ausgelassen; eine Antwort nimmt das zurück</translation>
    </message>
    <message>
        <source>No clips</source>
        <translation>Keine Clips</translation>
    </message>
    <message>
        <source>Impression</source>
        <translation>Beurteilung</translation>
    </message>
    <message>
        <source>{to-impression} copies the sentence in focus</source>
        <translation>{to-impression} kopiert den Satz im Fokus</translation>
    </message>
    <message>
        <source>What the study means, in a few lines</source>
        <translation>Was die Untersuchung bedeutet, in wenigen Zeilen</translation>
    </message>
    <message>
        <source>Write it by hand</source>
        <translation>Von Hand schreiben</translation>
    </message>
    <message>
        <source>No study is open</source>
        <translation>Keine Untersuchung ist offen</translation>
    </message>
    <message>
        <source>The draft of its interpretation stands here.</source>
        <translation>Hier steht der Entwurf ihres Befunds.</translation>
    </message>
    <message>
        <source>The draft is being made</source>
        <translation>Der Entwurf entsteht</translation>
    </message>
    <message>
        <source>You can watch the clips meanwhile.</source>
        <translation>Sie können inzwischen die Clips ansehen.</translation>
    </message>
    <message>
        <source>There is no draft yet</source>
        <translation>Es gibt noch keinen Entwurf</translation>
    </message>
    <message>
        <source>Analyse the study, or write the report by hand.</source>
        <translation>Analysieren Sie die Untersuchung, oder schreiben Sie den Befund von Hand.</translation>
    </message>
    <message>
        <source>SIGNED</source>
        <translation>SIGNIERT</translation>
    </message>
    <message>
        <source>Ready to sign</source>
        <translation>Bereit zum Signieren</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wieder</translation>
    </message>
    <message>
        <source>Take the last change back ({key})</source>
        <translation>Die letzte Änderung zurücknehmen ({key})</translation>
    </message>
    <message>
        <source>Make the change again ({key})</source>
        <translation>Die Änderung wiederholen ({key})</translation>
    </message>
    <message>
        <source>Nothing is missing. Look through what will be signed ({key}).</source>
        <translation>Nichts fehlt. Sehen Sie durch, was signiert wird ({key}).</translation>
    </message>
    <message>
        <source>Interpretation</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Draft interpretation</source>
        <translation>Befundentwurf</translation>
    </message>
    <message>
        <source>Sections of the report</source>
        <translation>Abschnitte des Befunds</translation>
    </message>
    <message>
        <source>attested</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>Not assessed</source>
        <translation>Nicht beurteilt</translation>
    </message>
    <message>
        <source>Attested</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>Attest section  {key}</source>
        <translation>Bestätigen  {key}</translation>
    </message>
    <message>
        <source>You stand for what this section says ({key})</source>
        <translation>Sie stehen ein für das, was dieser Abschnitt sagt ({key})</translation>
    </message>
    <message>
        <source>Accept, edit or reject each sentence first</source>
        <translation>Zuerst jeden Satz annehmen, bearbeiten oder ablehnen</translation>
    </message>
    <message>
        <source>The section says nothing yet</source>
        <translation>Der Abschnitt sagt noch nichts</translation>
    </message>
    <message>
        <source>Add a sentence of your own; Enter keeps it</source>
        <translation>Eigenen Satz hinzufügen; Enter behält ihn</translation>
    </message>
    <message>
        <source>Add a sentence of your own</source>
        <translation>Eigenen Satz hinzufügen</translation>
    </message>
    <message>
        <source>Attest this section</source>
        <translation>Diesen Abschnitt bestätigen</translation>
    </message>
    <message>
        <source>Not assessed…</source>
        <translation>Nicht beurteilt…</translation>
    </message>
    <message>
        <source>Say why this section is not assessed; its sentences are not printed</source>
        <translation>Sagen, warum dieser Abschnitt nicht beurteilt ist; seine Sätze werden nicht gedruckt</translation>
    </message>
    <message>
        <source>Why the section is not assessed</source>
        <translation>Warum der Abschnitt nicht beurteilt ist</translation>
    </message>
    <message>
        <source>Why not?</source>
        <translation>Warum nicht?</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>Mark the section as not assessed (Enter)</source>
        <translation>Den Abschnitt als nicht beurteilt vermerken (Enter)</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Lassen</translation>
    </message>
    <message>
        <source>Leave it as it was (Esc)</source>
        <translation>Lassen, wie es war (Esc)</translation>
    </message>
    <message>
        <source>born {date}</source>
        <translation>geb. {date}</translation>
    </message>
    <message>
        <source>accession {number}</source>
        <translation>Auftrag {number}</translation>
    </message>
    <message>
        <source>recorded: {words}</source>
        <translation>aufgezeichnet: {words}</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>eigene</translation>
    </message>
    <message numerus="yes">
        <source>%n section attested</source>
        <comment>%n sections attested</comment>
        <translation>
            <numerusform>%n Abschnitt bestätigt</numerusform>
            <numerusform>%n Abschnitte bestätigt</numerusform>
        </translation>
    </message>
    <message>
        <source>, {missing} not assessed</source>
        <translation>, {missing} nicht beurteilt</translation>
    </message>
    <message numerus="yes">
        <source>%n sentence</source>
        <comment>%n sentences</comment>
        <translation>
            <numerusform>%n Satz</numerusform>
            <numerusform>%n Sätze</numerusform>
        </translation>
    </message>
    <message>
        <source>The report as it will be printed</source>
        <translation>Der Befund, wie er gedruckt wird</translation>
    </message>
    <message>
        <source>All of its text</source>
        <translation>Sein ganzer Text</translation>
    </message>
    <message>
        <source>All of its text; the pages are being set</source>
        <translation>Sein ganzer Text; die Seiten werden gesetzt</translation>
    </message>
    <message numerus="yes">
        <source>%n page</source>
        <comment>%n pages</comment>
        <translation>
            <numerusform>%n Seite</numerusform>
            <numerusform>%n Seiten</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was signed · {pages}</source>
        <translation>Wie er signiert wurde · {pages}</translation>
    </message>
    <message>
        <source>As it will be printed · {pages}</source>
        <translation>Wie er gedruckt wird · {pages}</translation>
    </message>
    <message>
        <source>All of its text; the pages could not be set</source>
        <translation>Sein ganzer Text; die Seiten konnten nicht gesetzt werden</translation>
    </message>
    <message>
        <source>The report&apos;s pages</source>
        <translation>Die Seiten des Befunds</translation>
    </message>
    <message>
        <source>Page {number} of {count}</source>
        <translation>Seite {number} von {count}</translation>
    </message>
    <message>
        <source>I have reviewed this study and this interpretation, and I stand for it.</source>
        <translation>Ich habe diese Untersuchung und diesen Befund durchgesehen und stehe für ihn ein.</translation>
    </message>
    <message>
        <source>I have reviewed this interpretation as supervising physician.</source>
        <translation>Ich habe diesen Befund als aufsichtführender Arzt durchgesehen.</translation>
    </message>
    <message>
        <source>I have corrected this interpretation; it replaces the earlier revision.</source>
        <translation>Ich habe diesen Befund berichtigt; er ersetzt die frühere Fassung.</translation>
    </message>
    <message>
        <source>Choose a passphrase, at least {least} characters</source>
        <translation>Wählen Sie eine Passphrase, mindestens {least} Zeichen</translation>
    </message>
    <message>
        <source>Passphrase that you choose now</source>
        <translation>Passphrase, die Sie jetzt wählen</translation>
    </message>
    <message>
        <source>Sign the interpretation</source>
        <translation>Den Befund signieren</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signiert</translation>
    </message>
    <message>
        <source>by {who}</source>
        <translation>von {who}</translation>
    </message>
    <message>
        <source>The report is locked. A change makes a new revision that names this one.</source>
        <translation>Der Befund ist gesperrt. Eine Änderung ergibt eine neue Fassung, die diese nennt.</translation>
    </message>
    <message>
        <source>Saved to</source>
        <translation>Gesichert in</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>SHA-256 der Datei</translation>
    </message>
    <message>
        <source>Patient {name}, {facts}</source>
        <translation>Patient {name}, {facts}</translation>
    </message>
    <message numerus="yes">
        <source>%n thing missing</source>
        <comment>%n things missing</comment>
        <translation>
            <numerusform>%n Punkt fehlt</numerusform>
            <numerusform>%n Punkte fehlen</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose one to go there.</source>
        <translation>Wählen Sie einen, um dorthin zu gehen.</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>Weiter lesen</translation>
    </message>
    <message>
        <source>What you sign</source>
        <translation>Was Sie signieren</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Signiert von</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Passphrase of your signing identity</source>
        <translation>Passphrase Ihrer Signaturidentität</translation>
    </message>
    <message>
        <source>The same passphrase again</source>
        <translation>Dieselbe Passphrase noch einmal</translation>
    </message>
    <message>
        <source>My certificate…</source>
        <translation>Mein Zertifikat…</translation>
    </message>
    <message>
        <source>Sign with your own identity: choose its PKCS#12 file (.p12, .pfx)</source>
        <translation>Mit Ihrer eigenen Identität signieren: wählen Sie ihre PKCS#12-Datei (.p12, .pfx)</translation>
    </message>
    <message>
        <source>First signature: the passphrase you choose now (at least {least} characters) protects your demonstration identity.</source>
        <translation>Erste Signatur: die Passphrase, die Sie jetzt wählen (mindestens {least} Zeichen), schützt Ihre Demo-Identität.</translation>
    </message>
    <message>
        <source>Demonstration identity, made on this computer.</source>
        <translation>Demonstrationsidentität, auf diesem Rechner erstellt.</translation>
    </message>
    <message>
        <source>It is no legal signature: it shows that the file is unchanged, not who signed it.</source>
        <translation>Keine rechtsgültige Signatur: sie zeigt, dass die Datei unverändert ist, nicht wer signiert hat.</translation>
    </message>
    <message>
        <source>The model was trained on synthetic data: not for diagnosis.</source>
        <translation>Modell mit synthetischen Daten trainiert: nicht für die Diagnostik.</translation>
    </message>
    <message>
        <source>Your signing identity</source>
        <translation>Ihre Signaturidentität</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>Signing…</source>
        <translation>Wird signiert…</translation>
    </message>
    <message>
        <source>The two are the same</source>
        <translation>Beide sind gleich</translation>
    </message>
    <message>
        <source>{count} of at least {least} characters</source>
        <translation>{count} von mindestens {least} Zeichen</translation>
    </message>
    <message>
        <source>Type it once more</source>
        <translation>Tippen Sie sie noch einmal</translation>
    </message>
    <message>
        <source>The two are not the same</source>
        <translation>Beide sind nicht gleich</translation>
    </message>
    <message>
        <source>Accept this sentence</source>
        <translation>Diesen Satz annehmen</translation>
    </message>
    <message>
        <source>Edit this sentence</source>
        <translation>Diesen Satz bearbeiten</translation>
    </message>
    <message>
        <source>Reject this sentence: it is struck through and not printed</source>
        <translation>Diesen Satz ablehnen: er wird durchgestrichen und nicht gedruckt</translation>
    </message>
    <message>
        <source>, {votes} of {of} nearest reports agree</source>
        <translation>, {votes} von {of} nächsten Befunden stimmen überein</translation>
    </message>
    <message>
        <source>Show the evidence</source>
        <translation>Die Belege zeigen</translation>
    </message>
    <message>
        <source>Missing number in {unit}</source>
        <translation>Fehlende Zahl in {unit}</translation>
    </message>
    <message>
        <source>Missing number</source>
        <translation>Fehlende Zahl</translation>
    </message>
    <message>
        <source>Enter keeps it, Esc leaves it</source>
        <translation>Enter behält, Esc verwirft</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>Satz</translation>
    </message>
    <message>
        <source>How many of the nearest reports say the same. Click for the evidence.</source>
        <translation>Wie viele der nächsten Befunde dasselbe sagen. Klicken für die Belege.</translation>
    </message>
    <message>
        <source>Enter keeps it, Esc leaves it as it was</source>
        <translation>Enter behält, Esc lässt es, wie es war</translation>
    </message>
    <message>
        <source>{figures} agree</source>
        <translation>{figures} gleich</translation>
    </message>
    <message>
        <source>not assessed</source>
        <translation>nicht beurteilt</translation>
    </message>
    <message>
        <source>{name}, not assessed{reason}</source>
        <translation>{name}, nicht beurteilt{reason}</translation>
    </message>
    <message>
        <source>{left} to review</source>
        <translation>{left} prüfen</translation>
    </message>
    <message>
        <source>{name}, {sentences}, {left} to review</source>
        <translation>{name}, {sentences}, {left} zu prüfen</translation>
    </message>
    <message>
        <source>{name}, {sentences}, attested</source>
        <translation>{name}, {sentences}, bestätigt</translation>
    </message>
    <message>
        <source>to attest</source>
        <translation>zu bestätigen</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Sie</translation>
    </message>
    <message>
        <source>taken out</source>
        <translation>herausgenommen</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>{who} · to review</source>
        <translation>{who} · prüfen</translation>
    </message>
    <message>
        <source>{who} · number missing</source>
        <translation>{who} · Zahl fehlt</translation>
    </message>
    <message>
        <source>{who} · edited</source>
        <translation>{who} · bearbeitet</translation>
    </message>
    <message>
        <source>your number</source>
        <translation>Ihre Zahl</translation>
    </message>
    <message>
        <source>{who} · accepted</source>
        <translation>{who} · angenommen</translation>
    </message>
    <message>
        <source>signed and locked</source>
        <translation>signiert und gesperrt</translation>
    </message>
    <message>
        <source>Written by hand</source>
        <translation>Von Hand geschrieben</translation>
    </message>
    <message>
        <source>Preliminary</source>
        <translation>Vorläufig</translation>
    </message>
    <message>
        <source>Amends revision {revision}</source>
        <translation>Ändert Fassung {revision}</translation>
    </message>
    <message numerus="yes">
        <source>%n sentence to review</source>
        <comment>%n sentences to review</comment>
        <translation>
            <numerusform>%n Satz zu prüfen</numerusform>
            <numerusform>%n Sätze zu prüfen</numerusform>
        </translation>
    </message>
    <message>
        <source>{who}, not signed{todo}</source>
        <translation>{who}, nicht signiert{todo}</translation>
    </message>
    <message>
        <source>by {name} at {moment}</source>
        <translation>von {name} am {moment}</translation>
    </message>
    <message>
        <source>Reading the pictures</source>
        <translation>Die Bilder werden gelesen</translation>
    </message>
    <message>
        <source>Looking for what may be a name</source>
        <translation>Suche, was ein Name sein kann</translation>
    </message>
    <message>
        <source>covered: the picture may show a name</source>
        <translation>verdeckt: das Bild zeigt vielleicht einen Namen</translation>
    </message>
    <message>
        <source>clip {number}</source>
        <translation>Clip {number}</translation>
    </message>
    <message>
        <source>no view of “{name}” is in this study</source>
        <translation>kein Schnitt von „{name}“ ist in dieser Untersuchung</translation>
    </message>
    <message>
        <source>the views are not known yet</source>
        <translation>die Schnitte sind noch nicht bekannt</translation>
    </message>
    <message>
        <source>No {label} in this study</source>
        <translation>Kein {label} in dieser Untersuchung</translation>
    </message>
    <message>
        <source>the clips of this study name no two stages of stress</source>
        <translation>die Clips dieser Untersuchung nennen keine zwei Belastungsstufen</translation>
    </message>
    <message>
        <source>No {view} at {stage}</source>
        <translation>Kein {view} bei {stage}</translation>
    </message>
    <message numerus="yes">
        <source>%n clip has no place: repeated, or more than 4 stages or views</source>
        <comment>%n clips have no place: repeated, or more than 4 stages or views</comment>
        <translation>
            <numerusform>%n Clip hat keinen Platz: wiederholt, oder mehr als 4 Stufen oder Schnitte</numerusform>
            <numerusform>%n Clips haben keinen Platz: wiederholt, oder mehr als 4 Stufen oder Schnitte</numerusform>
        </translation>
    </message>
    <message>
        <source>no earlier study of this patient is known</source>
        <translation>keine frühere Untersuchung dieses Patienten ist bekannt</translation>
    </message>
    <message>
        <source>the view of this clip is not known yet</source>
        <translation>die Ansicht dieses Clips ist noch nicht bekannt</translation>
    </message>
    <message>
        <source>the view of this clip is not known</source>
        <translation>die Ansicht dieses Clips ist nicht bekannt</translation>
    </message>
    <message>
        <source>looking for {view} in the study of {date}: clip {number} of {count}</source>
        <translation>suche {view} in der Untersuchung vom {date}: Clip {number} von {count}</translation>
    </message>
    <message>
        <source>the study of {date} has no {view}</source>
        <translation>die Untersuchung vom {date} hat keinen {view}</translation>
    </message>
    <message>
        <source>the study of {date} has no clip that is known as {view}</source>
        <translation>die Untersuchung vom {date} hat keinen Clip, der als {view} bekannt ist</translation>
    </message>
    <message>
        <source>same view</source>
        <translation>gleicher Schnitt</translation>
    </message>
    <message>
        <source>unknown date</source>
        <translation>Datum unbekannt</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Kontrast</translation>
    </message>
    <message>
        <source>Soft</source>
        <translation>Weich</translation>
    </message>
    <message>
        <source>Sepia</source>
        <translation>Sepia</translation>
    </message>
    <message>
        <source>Ice</source>
        <translation>Eis</translation>
    </message>
    <message>
        <source>gain {gain:.2f}×</source>
        <translation>Verstärkung {gain:.2f}×</translation>
    </message>
    <message>
        <source>gamma {gamma:.2f}</source>
        <translation>Gamma {gamma:.2f}</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>invertiert</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Verstärkung</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Grey map</source>
        <translation>Graukurve</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Invertiert</translation>
    </message>
    <message>
        <source>Exactly the pixels of the file</source>
        <translation>Genau die Pixel der Datei</translation>
    </message>
    <message>
        <source>As recorded</source>
        <translation>Wie aufgenommen</translation>
    </message>
    <message>
        <source>Colour Doppler keeps its colours.</source>
        <translation>Farbdoppler behält seine Farben.</translation>
    </message>
    <message>
        <source>Keep these tiles as a preset …</source>
        <translation>Diese Felder als Anordnung behalten …</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Fill the panel, or back</source>
        <translation>Feld füllen, oder zurück</translation>
    </message>
    <message>
        <source>Key frames: {count}</source>
        <translation>Schlüsselbilder: {count}</translation>
    </message>
    <message>
        <source>Keep as a preset</source>
        <translation>Als Anordnung behalten</translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation>Name der Anordnung:</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>no name</source>
        <translation>ohne Namen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>{rate:.1f} fps</source>
        <translation>{rate:.1f} B/s</translation>
    </message>
    <message>
        <source>assumed</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>{speed:g}× speed</source>
        <translation>Tempo {speed:g}×</translation>
    </message>
    <message>
        <source>backwards</source>
        <translation>rückwärts</translation>
    </message>
    <message>
        <source>beats in step</source>
        <translation>Schläge im Gleichlauf</translation>
    </message>
    <message>
        <source>true</source>
        <translation>wahr</translation>
    </message>
    <message>
        <source>{rate:.0f} shown</source>
        <translation>{rate:.0f} gezeigt</translation>
    </message>
    <message>
        <source>frame {number} cannot be decoded</source>
        <translation>Bild {number} ist nicht dekodierbar</translation>
    </message>
    <message numerus="yes">
        <source>%n frame cannot be decoded</source>
        <comment>%n frames cannot be decoded</comment>
        <translation>
            <numerusform>%n Bild ist nicht dekodierbar</numerusform>
            <numerusform>%n Bilder sind nicht dekodierbar</numerusform>
        </translation>
    </message>
    <message>
        <source>{whole-picture} shows the whole picture</source>
        <translation>{whole-picture} zeigt das ganze Bild</translation>
    </message>
    <message>
        <source>{as-recorded} as recorded</source>
        <translation>{as-recorded} wie aufgenommen</translation>
    </message>
    <message numerus="yes">
        <source>%n frame at {rate}</source>
        <comment>%n frames at {rate}</comment>
        <translation>
            <numerusform>%n Bild mit {rate}</numerusform>
            <numerusform>%n Bilder mit {rate}</numerusform>
        </translation>
    </message>
    <message>
        <source>Clip {number}, {view}{certainty}, {length}{notes}</source>
        <translation>Clip {number}, {view}{certainty}, {length}{notes}</translation>
    </message>
    <message>
        <source>HR {rate:.0f}</source>
        <translation>HF {rate:.0f}</translation>
    </message>
    <message>
        <source>depth {depth} cm</source>
        <translation>Tiefe {depth} cm</translation>
    </message>
    <message>
        <source>earlier study of {day:%Y-%m-%d}</source>
        <translation>frühere Untersuchung vom {day:%Y-%m-%d}</translation>
    </message>
    <message>
        <source>earlier study</source>
        <translation>frühere Untersuchung</translation>
    </message>
    <message>
        <source>assumed timing</source>
        <translation>angenommene Bildzeit</translation>
    </message>
    <message>
        <source>calibration refused: {reason}</source>
        <translation>Kalibrierung abgewiesen: {reason}</translation>
    </message>
    <message>
        <source>uncalibrated</source>
        <translation>unkalibriert</translation>
    </message>
    <message>
        <source>too little room for the ECG</source>
        <translation>zu wenig Platz für das EKG</translation>
    </message>
    <message>
        <source>no ECG is known in this clip</source>
        <translation>in diesem Clip ist kein EKG bekannt</translation>
    </message>
    <message>
        <source>frame {frame} is no key frame any more</source>
        <translation>Bild {frame} ist kein Schlüsselbild mehr</translation>
    </message>
    <message>
        <source>frame {frame} is kept as key frame {count}</source>
        <translation>Bild {frame} ist als Schlüsselbild {count} behalten</translation>
    </message>
    <message>
        <source>no key frame is kept yet</source>
        <translation>noch kein Schlüsselbild behalten</translation>
    </message>
    <message>
        <source>{key-frame} keeps this one</source>
        <translation>{key-frame} behält dieses</translation>
    </message>
    <message>
        <source>frame {frame}</source>
        <translation>Bild {frame}</translation>
    </message>
    <message>
        <source>{view}, frame {frame}</source>
        <translation>{view}, Bild {frame}</translation>
    </message>
    <message>
        <source>from the pictures</source>
        <translation>aus den Bildern</translation>
    </message>
    <message>
        <source>no R waves are known in this clip</source>
        <translation>in diesem Clip sind keine R-Zacken bekannt</translation>
    </message>
    <message>
        <source>end-diastole: R wave</source>
        <translation>Enddiastole: R-Zacke</translation>
    </message>
    <message>
        <source>end-diastole, from the pictures</source>
        <translation>Enddiastole, aus den Bildern</translation>
    </message>
    <message>
        <source>end-systole, estimated from the heart rate</source>
        <translation>Endsystole, aus der Herzfrequenz geschätzt</translation>
    </message>
    <message>
        <source>end-systole, from the pictures</source>
        <translation>Endsystole, aus den Bildern</translation>
    </message>
    <message>
        <source>nothing of the kind in the part that plays</source>
        <translation>nichts dergleichen in dem Teil, der spielt</translation>
    </message>
    <message>
        <source>one beat cannot be chosen: {reason}</source>
        <translation>ein Schlag lässt sich nicht wählen: {reason}</translation>
    </message>
    <message>
        <source>{start-here} and {stop-here} trim by hand</source>
        <translation>{start-here} und {stop-here} kürzen von Hand</translation>
    </message>
    <message>
        <source>one beat, {length:.0f} ms</source>
        <translation>ein Schlag, {length:.0f} ms</translation>
    </message>
    <message>
        <source>plays there and back</source>
        <translation>spielt hin und zurück</translation>
    </message>
    <message>
        <source>loops</source>
        <translation>spielt als Schleife</translation>
    </message>
    <message>
        <source>beats cannot keep step: {reason}</source>
        <translation>kein Gleichlauf der Schläge: {reason}</translation>
    </message>
    <message>
        <source>Apical trio</source>
        <translation>Apikales Trio</translation>
    </message>
    <message>
        <source>Left ventricle</source>
        <translation>Linker Ventrikel</translation>
    </message>
    <message>
        <source>Colour Doppler</source>
        <translation>Farbdoppler</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Drag a clip here, or press its number</source>
        <translation>Ziehen Sie einen Clip hierher, oder drücken Sie seine Nummer</translation>
    </message>
    <message>
        <source>Empty tile</source>
        <translation>Leeres Feld</translation>
    </message>
    <message>
        <source>Frame {frame}, {start:.0f} ms</source>
        <translation>Bild {frame}, {start:.0f} ms</translation>
    </message>
    <message numerus="yes">
        <source>Shaded: the model saw %n frame, {first} to {last}</source>
        <comment>Shaded: the model saw %n frames, {first} to {last}</comment>
        <translation>
            <numerusform>Schattiert: das Modell sah %n Bild, {first} bis {last}</numerusform>
            <numerusform>Schattiert: das Modell sah %n Bilder, {first} bis {last}</numerusform>
        </translation>
    </message>
    <message>
        <source>Ticks: R waves</source>
        <translation>Striche: R-Zacken</translation>
    </message>
    <message>
        <source>ECG: {source}</source>
        <translation>EKG: {source}</translation>
    </message>
    <message>
        <source>Drag the ends to trim</source>
        <translation>Zum Kürzen die Enden ziehen</translation>
    </message>
    <message>
        <source>{one-beat} loops one beat</source>
        <translation>{one-beat} wiederholt einen Schlag</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Hang by view: presets, stress</source>
        <translation>Nach Schnitt anordnen: Anordnungen, Belastung</translation>
    </message>
    <message>
        <source>Prior</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>The same view of the earlier study</source>
        <translation>Derselbe Schnitt der früheren Untersuchung</translation>
    </message>
    <message>
        <source>Clips keep step: by clock, by R–R</source>
        <translation>Clips im Gleichlauf: nach Uhr, nach R–R</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Gain, gamma, grey map</source>
        <translation>Verstärkung, Gamma, Graukurve</translation>
    </message>
    <message>
        <source>{frame-back} or ,</source>
        <translation>{frame-back} oder ,</translation>
    </message>
    <message>
        <source>{frame-on} or .</source>
        <translation>{frame-on} oder .</translation>
    </message>
    <message>
        <source>{slower} slower, {faster} faster</source>
        <translation>{slower} langsamer, {faster} schneller</translation>
    </message>
    <message>
        <source>{preset} next preset</source>
        <translation>{preset} nächste Voreinstellung</translation>
    </message>
    <message>
        <source>{inverted} inverts</source>
        <translation>{inverted} invertiert</translation>
    </message>
    <message>
        <source>Words over the pictures: all, no name, none</source>
        <translation>Worte über den Bildern: alles, ohne Namen, keine</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>Speed {speed}, backwards</source>
        <translation>Tempo {speed}, rückwärts</translation>
    </message>
    <message>
        <source>Speed {speed}</source>
        <translation>Tempo {speed}</translation>
    </message>
    <message>
        <source>Sync: {mode}</source>
        <translation>Sync: {mode}</translation>
    </message>
    <message>
        <source>Overlay: {mode}</source>
        <translation>Text: {mode}</translation>
    </message>
    <message>
        <source>Backwards</source>
        <translation>Rückwärts</translation>
    </message>
    <message>
        <source>One tile</source>
        <translation>Ein Feld</translation>
    </message>
    <message>
        <source>{layout} tiles</source>
        <translation>{layout} Felder</translation>
    </message>
    <message>
        <source>{layout} changes</source>
        <translation>{layout} wechselt</translation>
    </message>
    <message>
        <source>Reading headers</source>
        <translation>Kopfdaten werden gelesen</translation>
    </message>
    <message>
        <source>Looking at clips</source>
        <translation>Clips werden angesehen</translation>
    </message>
    <message>
        <source>real</source>
        <translation>echt</translation>
    </message>
    <message>
        <source>synthetic</source>
        <translation>synthetisch</translation>
    </message>
    <message>
        <source>ECG</source>
        <translation>EKG</translation>
    </message>
    <message>
        <source>R waves of the header</source>
        <translation>R-Zacken der Kopfdaten</translation>
    </message>
    <message>
        <source>ECG read from the picture</source>
        <translation>EKG aus dem Bild gelesen</translation>
    </message>
    <message>
        <source>ECG in the picture only</source>
        <translation>EKG nur im Bild</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>last</source>
        <translation>letzter</translation>
    </message>
    <message>
        <source>max</source>
        <translation>größter</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>area</source>
        <translation>Fläche</translation>
    </message>
    <message>
        <source>angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>long axis</source>
        <translation>lange Achse</translation>
    </message>
    <message>
        <source>velocity</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>peak velocity</source>
        <translation>Spitzengeschwindigkeit</translation>
    </message>
    <message>
        <source>peak gradient</source>
        <translation>Spitzengradient</translation>
    </message>
    <message>
        <source>mean velocity</source>
        <translation>mittlere Geschwindigkeit</translation>
    </message>
    <message>
        <source>mean gradient</source>
        <translation>mittlerer Gradient</translation>
    </message>
    <message>
        <source>slope</source>
        <translation>Steigung</translation>
    </message>
    <message>
        <source>deceleration time</source>
        <translation>Dezelerationszeit</translation>
    </message>
    <message>
        <source>pressure half-time</source>
        <translation>Druckhalbwertszeit</translation>
    </message>
    <message>
        <source>interval</source>
        <translation>Intervall</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>Frequenz</translation>
    </message>
    <message>
        <source>Uncalibrated: distances in pixels only</source>
        <translation>Unkalibriert: Abstände nur in Pixeln</translation>
    </message>
    <message>
        <source>Calibrated by hand: lengths rest on the line you drew</source>
        <translation>Von Hand kalibriert: Längen beruhen auf Ihrer Linie</translation>
    </message>
    <message>
        <source>parasternal long</source>
        <translation>parasternal lang</translation>
    </message>
    <message>
        <source>parasternal short</source>
        <translation>parasternal kurz</translation>
    </message>
    <message>
        <source>apical</source>
        <translation>apikal</translation>
    </message>
    <message>
        <source>subcostal</source>
        <translation>subkostal</translation>
    </message>
    <message>
        <source>suprasternal</source>
        <translation>suprasternal</translation>
    </message>
    <message>
        <source>Parasternal long axis</source>
        <translation>Parasternale lange Achse</translation>
    </message>
    <message>
        <source>Parasternal long axis increased depth</source>
        <translation>Parasternale lange Achse, größere Tiefe</translation>
    </message>
    <message>
        <source>Parasternal long axis zoomed aortic valve</source>
        <translation>Parasternale lange Achse, Aortenklappe vergrößert</translation>
    </message>
    <message>
        <source>Parasternal long axis zoomed mitral valve</source>
        <translation>Parasternale lange Achse, Mitralklappe vergrößert</translation>
    </message>
    <message>
        <source>Parasternal long axis ascending aorta</source>
        <translation>Parasternale lange Achse, Aorta ascendens</translation>
    </message>
    <message>
        <source>RV inflow</source>
        <translation>RV-Einflusstrakt</translation>
    </message>
    <message>
        <source>RV outflow</source>
        <translation>RV-Ausflusstrakt</translation>
    </message>
    <message>
        <source>Parasternal short axis aortic valve</source>
        <translation>Parasternale kurze Achse, Aortenklappe</translation>
    </message>
    <message>
        <source>Parasternal short axis zoomed aortic valve</source>
        <translation>Parasternale kurze Achse, Aortenklappe vergrößert</translation>
    </message>
    <message>
        <source>Parasternal short axis pulmonary artery bifurcation</source>
        <translation>Parasternale kurze Achse, Pulmonalisbifurkation</translation>
    </message>
    <message>
        <source>Parasternal short axis mitral valve</source>
        <translation>Parasternale kurze Achse, Mitralklappe</translation>
    </message>
    <message>
        <source>Parasternal short axis papillary muscles</source>
        <translation>Parasternale kurze Achse, Papillarmuskeln</translation>
    </message>
    <message>
        <source>Parasternal short axis apex</source>
        <translation>Parasternale kurze Achse, Apex</translation>
    </message>
    <message>
        <source>Apical four chamber</source>
        <translation>Apikaler Vierkammerblick</translation>
    </message>
    <message>
        <source>Apical four chamber LV focused</source>
        <translation>Apikaler Vierkammerblick, LV-fokussiert</translation>
    </message>
    <message>
        <source>Apical four chamber RV focused</source>
        <translation>Apikaler Vierkammerblick, RV-fokussiert</translation>
    </message>
    <message>
        <source>Apical four chamber atria focused</source>
        <translation>Apikaler Vierkammerblick, Vorhöfe</translation>
    </message>
    <message>
        <source>Apical two chamber</source>
        <translation>Apikaler Zweikammerblick</translation>
    </message>
    <message>
        <source>Apical two chamber LV focused</source>
        <translation>Apikaler Zweikammerblick, LV-fokussiert</translation>
    </message>
    <message>
        <source>Apical three chamber</source>
        <translation>Apikaler Dreikammerblick</translation>
    </message>
    <message>
        <source>Apical five chamber</source>
        <translation>Apikaler Fünfkammerblick</translation>
    </message>
    <message>
        <source>Subcostal four chamber</source>
        <translation>Subkostaler Vierkammerblick</translation>
    </message>
    <message>
        <source>Subcostal short axis</source>
        <translation>Subkostale kurze Achse</translation>
    </message>
    <message>
        <source>Subcostal inferior vena cava</source>
        <translation>Subkostal, Vena cava inferior</translation>
    </message>
    <message>
        <source>Suprasternal notch aortic arch</source>
        <translation>Suprasternal, Aortenbogen</translation>
    </message>
    <message>
        <source>Parasternal long axis colour aortic and mitral valve</source>
        <translation>Parasternale lange Achse, Farbe Aorten- und Mitralklappe</translation>
    </message>
    <message>
        <source>Parasternal long axis colour ventricular septum</source>
        <translation>Parasternale lange Achse, Farbe Ventrikelseptum</translation>
    </message>
    <message>
        <source>RV inflow colour tricuspid valve</source>
        <translation>RV-Einflusstrakt, Farbe Trikuspidalklappe</translation>
    </message>
    <message>
        <source>RV outflow colour pulmonic valve</source>
        <translation>RV-Ausflusstrakt, Farbe Pulmonalklappe</translation>
    </message>
    <message>
        <source>Parasternal short axis colour aortic valve</source>
        <translation>Parasternale kurze Achse, Farbe Aortenklappe</translation>
    </message>
    <message>
        <source>Parasternal short axis colour tricuspid valve</source>
        <translation>Parasternale kurze Achse, Farbe Trikuspidalklappe</translation>
    </message>
    <message>
        <source>Parasternal short axis colour pulmonic valve</source>
        <translation>Parasternale kurze Achse, Farbe Pulmonalklappe</translation>
    </message>
    <message>
        <source>Parasternal short axis colour mitral valve</source>
        <translation>Parasternale kurze Achse, Farbe Mitralklappe</translation>
    </message>
    <message>
        <source>Apical four chamber colour mitral valve</source>
        <translation>Apikaler Vierkammerblick, Farbe Mitralklappe</translation>
    </message>
    <message>
        <source>Apical four chamber colour tricuspid valve</source>
        <translation>Apikaler Vierkammerblick, Farbe Trikuspidalklappe</translation>
    </message>
    <message>
        <source>Apical four chamber colour pulmonary veins</source>
        <translation>Apikaler Vierkammerblick, Farbe Pulmonalvenen</translation>
    </message>
    <message>
        <source>Apical two chamber colour mitral valve</source>
        <translation>Apikaler Zweikammerblick, Farbe Mitralklappe</translation>
    </message>
    <message>
        <source>Apical three chamber colour LVOT and mitral valve</source>
        <translation>Apikaler Dreikammerblick, Farbe LVOT und Mitralklappe</translation>
    </message>
    <message>
        <source>Apical five chamber colour LVOT</source>
        <translation>Apikaler Fünfkammerblick, Farbe LVOT</translation>
    </message>
    <message>
        <source>Subcostal colour atrial septum</source>
        <translation>Subkostal, Farbe Vorhofseptum</translation>
    </message>
    <message>
        <source>Subcostal colour IVC and hepatic veins</source>
        <translation>Subkostal, Farbe VCI und Lebervenen</translation>
    </message>
    <message>
        <source>Subcostal abdominal aorta</source>
        <translation>Subkostal, Aorta abdominalis</translation>
    </message>
    <message>
        <source>Suprasternal notch colour aortic arch</source>
        <translation>Suprasternal, Farbe Aortenbogen</translation>
    </message>
    <message>
        <source>Mitral inflow pulsed wave</source>
        <translation>Mitraleinstrom, PW-Doppler</translation>
    </message>
    <message>
        <source>LVOT pulsed wave</source>
        <translation>LVOT, PW-Doppler</translation>
    </message>
    <message>
        <source>Pulmonary vein pulsed wave</source>
        <translation>Pulmonalvene, PW-Doppler</translation>
    </message>
    <message>
        <source>RVOT pulsed wave</source>
        <translation>RVOT, PW-Doppler</translation>
    </message>
    <message>
        <source>Hepatic vein pulsed wave</source>
        <translation>Lebervene, PW-Doppler</translation>
    </message>
    <message>
        <source>Aortic valve continuous wave</source>
        <translation>Aortenklappe, CW-Doppler</translation>
    </message>
    <message>
        <source>Mitral valve continuous wave</source>
        <translation>Mitralklappe, CW-Doppler</translation>
    </message>
    <message>
        <source>Tricuspid valve continuous wave apical</source>
        <translation>Trikuspidalklappe, CW-Doppler apikal</translation>
    </message>
    <message>
        <source>Tricuspid valve continuous wave RV inflow</source>
        <translation>Trikuspidalklappe, CW-Doppler RV-Einflusstrakt</translation>
    </message>
    <message>
        <source>Pulmonic valve continuous wave</source>
        <translation>Pulmonalklappe, CW-Doppler</translation>
    </message>
    <message>
        <source>Descending aorta pulsed wave</source>
        <translation>Aorta descendens, PW-Doppler</translation>
    </message>
    <message>
        <source>Tissue Doppler septal annulus</source>
        <translation>Gewebedoppler septaler Anulus</translation>
    </message>
    <message>
        <source>Tissue Doppler lateral annulus</source>
        <translation>Gewebedoppler lateraler Anulus</translation>
    </message>
    <message>
        <source>Tissue Doppler tricuspid annulus</source>
        <translation>Gewebedoppler Trikuspidalanulus</translation>
    </message>
    <message>
        <source>M-mode tricuspid annulus</source>
        <translation>M-Mode Trikuspidalanulus</translation>
    </message>
    <message>
        <source>Protocol: {done} of {total} recorded</source>
        <translation>Protokoll: {done}/{total} erfasst</translation>
    </message>
    <message>
        <source>The fastest that works</source>
        <translation>Das schnellste, das geht</translation>
    </message>
    <message>
        <source>Core ML</source>
        <translation>Core ML</translation>
    </message>
    <message>
        <source>Reader&apos;s name</source>
        <translation>Name des Befunders</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>for instance MD, FESC</source>
        <translation>zum Beispiel MD, FESC</translation>
    </message>
    <message>
        <source>Body surface</source>
        <translation>Körperoberfläche</translation>
    </message>
    <message>
        <source>Draft with the model</source>
        <translation>Entwurf mit dem Modell</translation>
    </message>
    <message>
        <source>Choose a bundle</source>
        <translation>Paket wählen</translation>
    </message>
    <message>
        <source>The one that ships</source>
        <translation>Das mitgelieferte</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Stands in the audit record and in the list of studies, from the next start.</source>
        <translation>Steht im Prüfprotokoll und in der Untersuchungsliste, ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Printed under the signature of your own certificate, from the next one on.</source>
        <translation>Wird unter die Signatur mit Ihrem eigenen Zertifikat gedruckt, ab der nächsten.</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Counts at once: header, indexed values and draft follow. What is signed stays as it is.</source>
        <translation>Gilt sofort: Kopf, indizierte Werte und Entwurf folgen. Signiertes bleibt, wie es ist.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Bundle, device and drafting count from the next start.</source>
        <translation>Paket, Gerät und Entwurf gelten ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Counts from the next start.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>A name</source>
        <translation>Ein Name</translation>
    </message>
    <message>
        <source>A credential</source>
        <translation>Ein Titel</translation>
    </message>
    <message>
        <source>This computer has no {device}: the models would run on the CPU. Choose another one.</source>
        <translation>Dieser Rechner hat kein {device}: Die Modelle liefen auf der CPU. Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>none that can be used</source>
        <translation>keines, das brauchbar ist</translation>
    </message>
    <message>
        <source>The folder of a model bundle</source>
        <translation>Der Ordner eines Modellpakets</translation>
    </message>
    <message>
        <source>{title} (checked: whole, and right on this computer)</source>
        <translation>{title} (geprüft: vollständig und richtig auf diesem Rechner)</translation>
    </message>
    <message>
        <source>Checking every file and the golden clip</source>
        <translation>Jede Datei und der Referenz-Clip werden geprüft</translation>
    </message>
    <message>
        <source>The demonstration bundle</source>
        <translation>Das Demonstrationspaket</translation>
    </message>
</context>
</TS>
