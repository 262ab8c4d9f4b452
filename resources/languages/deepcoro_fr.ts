<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr">
<context>
    <name></name>
    <message>
        <source>Letters and notes: {count}</source>
        <translation>Lettres et notes : {count}</translation>
    </message>
    <message>
        <source>Letters and notes: none</source>
        <translation>Lettres et notes : aucune</translation>
    </message>
    <message>
        <source>date missing</source>
        <translation>date absente</translation>
    </message>
    <message>
        <source>Echocardiography</source>
        <translation>Échocardiographie</translation>
    </message>
    <message numerus="yes">
        <source>%n clip</source>
        <comment>%n clips</comment>
        <translation>
            <numerusform>%n boucle</numerusform>
            <numerusform>%n boucles</numerusform>
        </translation>
    </message>
    <message>
        <source>Not opened. {conflict}</source>
        <translation>Non ouvert. {conflict}</translation>
    </message>
    <message>
        <source>Put the prior away</source>
        <translation>Ranger l&apos;examen antérieur</translation>
    </message>
    <message>
        <source>Referral letters and notes ({key})</source>
        <translation>Lettres d&apos;adressage et notes ({key})</translation>
    </message>
    <message>
        <source>Protocol: not known yet</source>
        <translation>Protocole : pas encore connu</translation>
    </message>
    <message numerus="yes">
        <source>
and %n more</source>
        <comment>
and %n more</comment>
        <translation>
            <numerusform>
et %n autre</numerusform>
            <numerusform>
et %n autres</numerusform>
        </translation>
    </message>
    <message>
        <source>Not recorded:
{missing}{more}</source>
        <translation>Non enregistré :
{missing}{more}</translation>
    </message>
    <message>
        <source>Everything expected is recorded</source>
        <translation>Tout ce qui est attendu est enregistré</translation>
    </message>
    <message>
        <source>Set the views of clips, or have them analysed</source>
        <translation>Indiquez les coupes des boucles, ou faites-les analyser</translation>
    </message>
    <message>
        <source>Priors: {count}</source>
        <translation>Antérieurs : {count}</translation>
    </message>
    <message>
        <source>Priors: none</source>
        <translation>Antérieurs : aucun</translation>
    </message>
    <message>
        <source>, {undated} of unknown order</source>
        <translation>, {undated} d&apos;ordre inconnu</translation>
    </message>
    <message>
        <source>, {doubtful} in conflict</source>
        <translation>, {doubtful} en contradiction</translation>
    </message>
    <message>
        <source>Earlier studies with the same patient ID; ID and birth date must agree</source>
        <translation>Examens plus anciens du même identifiant patient ; l&apos;identifiant et la date de naissance doivent concorder</translation>
    </message>
    <message>
        <source>
{key} shows the clip in hand beside the study of {when}</source>
        <translation>
{key} montre la boucle active à côté de l&apos;examen du {when}</translation>
    </message>
    <message>
        <source>Parasternal</source>
        <translation>Parasternale</translation>
    </message>
    <message>
        <source>Apical</source>
        <translation>Apicale</translation>
    </message>
    <message>
        <source>Subcostal · SSN</source>
        <translation>Sous-costale · SSN</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Autres</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Boucles</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>Non utilisées</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>de vous</translation>
    </message>
    <message>
        <source>still</source>
        <translation>image fixe</translation>
    </message>
    <message numerus="yes">
        <source>%n fr</source>
        <comment>%n fr</comment>
        <translation>
            <numerusform>%n im.</numerusform>
            <numerusform>%n im.</numerusform>
        </translation>
    </message>
    <message>
        <source>{rate:.0f} fps</source>
        <translation>{rate:.0f} i/s</translation>
    </message>
    <message>
        <source>watched</source>
        <translation>vue</translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>non vue</translation>
    </message>
    <message>
        <source>, weight {weight:.2f}</source>
        <translation>, poids {weight:.2f}</translation>
    </message>
    <message>
        <source>, not used: {note}</source>
        <translation>, non utilisée : {note}</translation>
    </message>
    <message>
        <source>Clip {number}, {view}, {details}{weight}, {seen}{note}</source>
        <translation>Boucle {number}, {view}, {details}{weight}, {seen}{note}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en attente</translation>
    </message>
    <message>
        <source>view not known</source>
        <translation>coupe inconnue</translation>
    </message>
    <message>
        <source>Clip {number}: {view}</source>
        <translation>Boucle {number} : {view}</translation>
    </message>
    <message>
        <source>Weight for this section {weight:.2f}, relative to the other clips; not a probability</source>
        <translation>Poids pour cette section {weight:.2f}, relatif aux autres boucles ; pas une probabilité</translation>
    </message>
    <message>
        <source>The scanner calls it {said}</source>
        <translation>L&apos;échographe la nomme {said}</translation>
    </message>
    <message>
        <source>Its view code says {meaning}</source>
        <translation>Son code de coupe dit {meaning}</translation>
    </message>
    <message>
        <source>Its colours are treated as {colours}: your choice</source>
        <translation>Ses couleurs sont lues comme {colours} : votre choix</translation>
    </message>
    <message>
        <source>Not used: {note}</source>
        <translation>Non utilisée : {note}</translation>
    </message>
    <message>
        <source>The file gives no frame time: the rate is assumed</source>
        <translation>Le fichier ne donne pas de durée d&apos;image : la cadence est supposée</translation>
    </message>
    <message>
        <source>Watched once</source>
        <translation>Vue une fois</translation>
    </message>
    <message>
        <source>Not watched through yet</source>
        <translation>Pas encore vue en entier</translation>
    </message>
    <message>
        <source>As the file says</source>
        <translation>Comme le dit le fichier</translation>
    </message>
    <message>
        <source>Treat as RGB</source>
        <translation>Lire comme RGB</translation>
    </message>
    <message>
        <source>Treat as YBR</source>
        <translation>Lire comme YBR</translation>
    </message>
    <message>
        <source>This study has no clips.</source>
        <translation>Cet examen n&apos;a pas de boucles.</translation>
    </message>
    <message>
        <source>Open in the active tile</source>
        <translation>Ouvrir dans la case active</translation>
    </message>
    <message>
        <source>Correct the view</source>
        <translation>Corriger la coupe</translation>
    </message>
    <message>
        <source>Back to the model&apos;s view</source>
        <translation>Revenir à la coupe du modèle</translation>
    </message>
    <message>
        <source>Take into the analysis again</source>
        <translation>Reprendre dans l&apos;analyse</translation>
    </message>
    <message>
        <source>Leave out of the analysis</source>
        <translation>Exclure de l&apos;analyse</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Couleurs</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>pas d&apos;image</translation>
    </message>
    <message>
        <source>Search by name, ID, date, indication, reader</source>
        <translation>Chercher par nom, ID, date, indication, lecteur</translation>
    </message>
    <message>
        <source>Search studies</source>
        <translation>Chercher des examens</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the list of studies</source>
        <translation>Lecture de la liste des examens</translation>
    </message>
    <message>
        <source>Show all studies</source>
        <translation>Montrer tous les examens</translation>
    </message>
    <message>
        <source>No study matches</source>
        <translation>Aucun examen ne correspond</translation>
    </message>
    <message>
        <source>Change the search or switch a filter off.</source>
        <translation>Changez la recherche ou retirez un filtre.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ouvrir un dossier</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>Ouvrir un fichier</translation>
    </message>
    <message>
        <source>Demo study</source>
        <translation>Examen démo</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>Examens</translation>
    </message>
    <message>
        <source>Import the sample study: a computed heart, no patient</source>
        <translation>Importer l&apos;examen d&apos;exemple : un cœur calculé, aucun patient</translation>
    </message>
    <message>
        <source>Import a folder of DICOM files ({key})</source>
        <translation>Importer un dossier de fichiers DICOM ({key})</translation>
    </message>
    <message>
        <source>Import a DICOM file, a DICOMDIR or a zip ({key})</source>
        <translation>Importer un fichier DICOM, un DICOMDIR ou un zip ({key})</translation>
    </message>
    <message>
        <source>Search by name, ID, date, indication, reader ({key})</source>
        <translation>Chercher par nom, ID, date, indication, lecteur ({key})</translation>
    </message>
    <message>
        <source>Drop a folder, a zip or files anywhere to import them · Enter opens the selected study, {urgent} marks it urgent, {assign} assigns it to you</source>
        <translation>Déposez un dossier, un zip ou des fichiers n&apos;importe où pour les importer · Entrée ouvre l&apos;examen choisi, {urgent} le marque urgent, {assign} vous l&apos;attribue</translation>
    </message>
    <message>
        <source>Drop a folder, a zip or DICOM files here</source>
        <translation>Déposez ici un dossier, un zip ou des fichiers DICOM</translation>
    </message>
    <message>
        <source>Or open the demo study: a computed heart, analysed while you watch. Nothing leaves this computer.</source>
        <translation>Ou ouvrez l&apos;examen démo : un cœur calculé, analysé sous vos yeux. Rien ne quitte cet ordinateur.</translation>
    </message>
    <message>
        <source>Self test: {names} FAILED</source>
        <translation>Autotest : {names} ÉCHEC</translation>
    </message>
    <message>
        <source>Self test: {names} pass</source>
        <translation>Autotest : {names} réussi</translation>
    </message>
    <message>
        <source>The program&apos;s self test failed: {names}.</source>
        <translation>L&apos;autotest du programme a échoué : {names}.</translation>
    </message>
    <message>
        <source>Results may be wrong on this computer. Point at the line below.</source>
        <translation>Les résultats peuvent être faux sur cet ordinateur. Pointez la ligne ci-dessous.</translation>
    </message>
    <message>
        <source>Open a folder of DICOM files</source>
        <translation>Ouvrir un dossier de fichiers DICOM</translation>
    </message>
    <message>
        <source>Open DICOM files, a DICOMDIR or a zip</source>
        <translation>Ouvrir des fichiers DICOM, un DICOMDIR ou un zip</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} sur {total}</translation>
    </message>
    <message>
        <source>Open	Enter</source>
        <translation>Ouvrir	Entrée</translation>
    </message>
    <message>
        <source>Not urgent any more</source>
        <translation>Plus urgent</translation>
    </message>
    <message>
        <source>Mark as urgent</source>
        <translation>Marquer comme urgent</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>Rendre</translation>
    </message>
    <message>
        <source>Assign to me</source>
        <translation>Me l&apos;attribuer</translation>
    </message>
    <message>
        <source>Assign to {name}</source>
        <translation>Attribuer à {name}</translation>
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
        <translation>Naissance</translation>
    </message>
    <message>
        <source>Examined</source>
        <translation>Examiné le</translation>
    </message>
    <message>
        <source>Study and indication</source>
        <translation>Examen et indication</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Lecteur</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Compte rendu</translation>
    </message>
    <message>
        <source>AI draft</source>
        <translation>Ébauche IA</translation>
    </message>
    <message>
        <source>Unsigned</source>
        <translation>Non signés</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Les miens</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Urgents</translation>
    </message>
    <message>
        <source>AI draft ready</source>
        <translation>Ébauche IA prête</translation>
    </message>
    <message>
        <source>AI failed</source>
        <translation>IA en échec</translation>
    </message>
    <message>
        <source>no report</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>ébauche</translation>
    </message>
    <message>
        <source>preliminary</source>
        <translation>provisoire</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>signé</translation>
    </message>
    <message>
        <source>amended</source>
        <translation>rectifié</translation>
    </message>
    <message>
        <source>not analysed</source>
        <translation>non analysé</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>prête</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>name missing</source>
        <translation>nom absent</translation>
    </message>
    <message>
        <source>{name} · URGENT</source>
        <translation>{name} · URGENT</translation>
    </message>
    <message>
        <source>ID missing</source>
        <translation>ID absent</translation>
    </message>
    <message>
        <source>no indication given</source>
        <translation>aucune indication donnée</translation>
    </message>
    <message>
        <source>Amend the signed report</source>
        <translation>Rectifier le compte rendu signé</translation>
    </message>
    <message>
        <source>The signed revision stays as it is. A new one is begun; it names the old one and prints this reason.</source>
        <translation>La révision signée reste telle quelle. Une nouvelle commence ; elle cite l&apos;ancienne et imprime ce motif.</translation>
    </message>
    <message>
        <source>Why does the report change?</source>
        <translation>Pourquoi le compte rendu change-t-il ?</translation>
    </message>
    <message>
        <source>For instance: ejection fraction corrected after review of the tracing</source>
        <translation>Par exemple : fraction d&apos;éjection corrigée après revue du tracé</translation>
    </message>
    <message>
        <source>Why the report changes</source>
        <translation>Pourquoi le compte rendu change</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Begin the amendment</source>
        <translation>Commencer la rectification</translation>
    </message>
    <message>
        <source>Click a key, or go to it with Tab and press Enter, to give its action another one.</source>
        <translation>Cliquez sur une touche, ou allez-y avec Tab et appuyez sur Entrée, pour donner une autre touche à son action.</translation>
    </message>
    <message>
        <source>press a key</source>
        <translation>appuyez sur une touche</translation>
    </message>
    <message>
        <source>{words}: {key}. Press Enter to change</source>
        <translation>{words} : {key}. Entrée pour changer</translation>
    </message>
    <message>
        <source>Change the key for: {words}</source>
        <translation>Changer la touche de : {words}</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>Take it, and swap the two</source>
        <translation>La prendre, et échanger les deux</translation>
    </message>
    <message>
        <source>All keys as at first</source>
        <translation>Toutes les touches comme au début</translation>
    </message>
    <message>
        <source>{key} is taken: {words}.</source>
        <translation>{key} est prise : {words}.</translation>
    </message>
    <message>
        <source>{what} Choose another key.</source>
        <translation>{what} Choisissez une autre touche.</translation>
    </message>
    <message>
        <source>Every action has the key that it had at first.</source>
        <translation>Chaque action a retrouvé sa touche du début.</translation>
    </message>
    <message>
        <source>Press the new key for: {words}. Esc leaves it.</source>
        <translation>Appuyez sur la nouvelle touche pour : {words}. Échap n&apos;y change rien.</translation>
    </message>
    <message>
        <source>Letters and notes</source>
        <translation>Lettres et notes</translation>
    </message>
    <message>
        <source>Nothing is attached. Drop a PDF, a text or a picture here.</source>
        <translation>Rien n&apos;est joint. Déposez ici un PDF, un texte ou une image.</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>Attach a file</source>
        <translation>Joindre un fichier</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Écrire une note</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>For instance: what the referring physician asked on the telephone</source>
        <translation>Par exemple : ce que le médecin correspondant a demandé au téléphone</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Keep the note</source>
        <translation>Garder la note</translation>
    </message>
    <message>
        <source>Attach letters and notes</source>
        <translation>Joindre lettres et notes</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documents</translation>
    </message>
    <message numerus="yes">
        <source>%n byte</source>
        <comment>%n bytes</comment>
        <translation>
            <numerusform>%n octet</numerusform>
            <numerusform>%n octets</numerusform>
        </translation>
    </message>
    <message>
        <source>Page of the guide</source>
        <translation>Page du guide</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Guide</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>Chercher dans le guide</translation>
    </message>
    <message>
        <source>Pages of the guide</source>
        <translation>Pages du guide</translation>
    </message>
    <message>
        <source>No page holds these words.</source>
        <translation>Aucune page ne contient ces mots.</translation>
    </message>
    <message numerus="yes">
        <source>%n file found = {loaded} loaded + {refused} refused</source>
        <comment>%n files found = {loaded} loaded + {refused} refused</comment>
        <translation>
            <numerusform>%n fichier trouvé = {loaded} chargés + {refused} refusés</numerusform>
            <numerusform>%n fichiers trouvés = {loaded} chargés + {refused} refusés</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>Importation</translation>
    </message>
    <message>
        <source>Looking for DICOM files</source>
        <translation>Recherche de fichiers DICOM</translation>
    </message>
    <message>
        <source>Open study</source>
        <translation>Ouvrir l&apos;examen</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} sur {total}</translation>
    </message>
    <message>
        <source>Nothing was imported</source>
        <translation>Rien n&apos;a été importé</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Loaded  {name} · {patient_id} · {clips}</source>
        <translation>Chargé  {name} · {patient_id} · {clips}</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusés</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motif</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Que faire</translation>
    </message>
    <message>
        <source>Open the first study</source>
        <translation>Ouvrir le premier examen</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Arrêt en cours</translation>
    </message>
    <message numerus="yes">
        <source>%n study imported</source>
        <comment>%n studies imported</comment>
        <translation>
            <numerusform>%n examen importé</numerusform>
            <numerusform>%n examens importés</numerusform>
        </translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Comme le système</translation>
    </message>
    <message>
        <source>{name} (yours)</source>
        <translation>{name} (de vous)</translation>
    </message>
    <message>
        <source>used</source>
        <translation>utilisée</translation>
    </message>
    <message>
        <source>not used: {reason}</source>
        <translation>non utilisée : {reason}</translation>
    </message>
    <message>
        <source>not analysed yet</source>
        <translation>pas encore analysée</translation>
    </message>
    <message>
        <source>refused: {reason} {remedy}</source>
        <translation>refusée : {reason} {remedy}</translation>
    </message>
    <message>
        <source>Clips used</source>
        <translation>Boucles utilisées</translation>
    </message>
    <message>
        <source>{count} in the study = {used} used + {left} not used or refused</source>
        <translation>{count} dans l&apos;examen = {used} utilisées + {left} non utilisées ou refusées</translation>
    </message>
    <message>
        <source>{count} in the study; not analysed yet</source>
        <translation>{count} dans l&apos;examen ; pas encore analysées</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Boucle</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Coupe</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Ce qu&apos;elle est devenue</translation>
    </message>
    <message>
        <source>Device {device} · decoding {decode:.1f} s · preparing {preprocess:.1f} s · views {views:.1f} s · embedding {embed:.1f} s · retrieval {retrieve:.1f} s · in all {seconds:.1f} s</source>
        <translation>Appareil {device} · décodage {decode:.1f} s · préparation {preprocess:.1f} s · coupes {views:.1f} s · plongement {embed:.1f} s · recherche {retrieve:.1f} s · en tout {seconds:.1f} s</translation>
    </message>
    <message>
        <source>Synthetic data: computed hearts, no patient. For demonstration, not for diagnosis.</source>
        <translation>Données synthétiques : cœurs calculés, aucun patient. Pour démonstration, non destiné au diagnostic.</translation>
    </message>
    <message>
        <source>Clinical data.</source>
        <translation>Données cliniques.</translation>
    </message>
    <message>
        <source>{value} (95 % interval {low:.3g} to {high:.3g})</source>
        <translation>{value} (intervalle à 95 % de {low:.3g} à {high:.3g})</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Aucun modèle</translation>
    </message>
    <message>
        <source>Studies can be read, reported and signed without a model; nothing is drafted.</source>
        <translation>Les examens peuvent être lus, décrits et signés sans modèle ; rien n&apos;est ébauché.</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Fiche du modèle</translation>
    </message>
    <message>
        <source>DeepCORO Desktop {version} · Apache-2.0 · research use only</source>
        <translation>DeepCORO Desktop {version} · Apache-2.0 · réservé à la recherche</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Another bundle, another device, or no model</source>
        <translation>Autre paquet, autre appareil ou aucun modèle</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>Paquet</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Empreinte</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Créé</translation>
    </message>
    <message>
        <source>Intended use</source>
        <translation>Usage prévu</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Entraîné sur</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Coupes</translation>
    </message>
    <message>
        <source>{views} views, {sections} sections of the report</source>
        <translation>{views} coupes, {sections} sections du compte rendu</translation>
    </message>
    <message>
        <source>Prior reports</source>
        <translation>Comptes rendus antérieurs</translation>
    </message>
    <message>
        <source>{count} {origin} reports; {neighbours} nearest ones vote</source>
        <translation>{count} comptes rendus ({origin}) ; les {neighbours} plus proches votent</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Recherche</translation>
    </message>
    <message>
        <source>Graphs</source>
        <translation>Graphes</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>How good it is</source>
        <translation>Ce qu&apos;il vaut</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Mesure</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Measured by {note}</source>
        <translation>Mesuré par {note}</translation>
    </message>
    <message>
        <source>The bundle states no figures.</source>
        <translation>Le paquet ne donne aucun chiffre.</translation>
    </message>
    <message>
        <source>Known limits</source>
        <translation>Limites connues</translation>
    </message>
    <message>
        <source>The bundle states no limits. Assume that it has some.</source>
        <translation>Le paquet n&apos;indique aucune limite. Supposez qu&apos;il en a.</translation>
    </message>
    <message>
        <source>birth date missing</source>
        <translation>date de naissance absente</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Poids</translation>
    </message>
    <message>
        <source>Systolic pressure</source>
        <translation>Pression systolique</translation>
    </message>
    <message>
        <source>Diastolic pressure</source>
        <translation>Pression diastolique</translation>
    </message>
    <message>
        <source>Rhythm</source>
        <translation>Rythme</translation>
    </message>
    <message>
        <source>Indication</source>
        <translation>Indication</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Sexe</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Âge</translation>
    </message>
    <message>
        <source>years</source>
        <translation>ans</translation>
    </message>
    <message>
        <source>Blood pressure</source>
        <translation>Pression artérielle</translation>
    </message>
    <message>
        <source>Indexed values, what is normal and the report&apos;s header follow at once. The DICOM files are not changed; earlier studies are matched by what is recorded.</source>
        <translation>Les valeurs indexées, les normes et l&apos;en-tête du compte rendu suivent aussitôt. Les fichiers DICOM ne changent pas ; les examens antérieurs sont trouvés d&apos;après ce qui est enregistré.</translation>
    </message>
    <message>
        <source>as recorded: {sex}</source>
        <translation>comme enregistré : {sex}</translation>
    </message>
    <message>
        <source>female (F)</source>
        <translation>féminin (F)</translation>
    </message>
    <message>
        <source>male (M)</source>
        <translation>masculin (M)</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Date de naissance</translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>AAAA-MM-JJ</translation>
    </message>
    <message>
        <source>Birth date: {text} is no date, as 1954-02-11</source>
        <translation>Date de naissance : {text} n&apos;est pas une date comme 1954-02-11</translation>
    </message>
    <message>
        <source>The age at the study follows from the birth date</source>
        <translation>L&apos;âge à l&apos;examen découle de la date de naissance</translation>
    </message>
    <message>
        <source>The age at the study</source>
        <translation>L&apos;âge à l&apos;examen</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
    <message>
        <source>BSA needs height and weight</source>
        <translation>La SC demande taille et poids</translation>
    </message>
    <message>
        <source>Recorded: sex {sex}, birth date {born}, age {age}. Both are kept, and shown in the report.</source>
        <translation>Enregistré : sexe {sex}, date de naissance {born}, âge {age}. Les deux sont conservés et figurent au compte rendu.</translation>
    </message>
    <message>
        <source>{field}: {text} is no number</source>
        <translation>{field} : {text} n&apos;est pas un nombre</translation>
    </message>
    <message>
        <source>Expected parts of a comprehensive adult transthoracic examination: American Society of Echocardiography, J Am Soc Echocardiogr 2019;32:1-64. Views are those that the model or you gave the clips.</source>
        <translation>Éléments attendus d&apos;un examen transthoracique complet de l&apos;adulte : American Society of Echocardiography, J Am Soc Echocardiogr 2019;32:1-64. Les coupes sont celles que le modèle ou vous avez données aux boucles.</translation>
    </message>
    <message>
        <source>Completeness of the examination</source>
        <translation>Complétude de l&apos;examen</translation>
    </message>
    <message numerus="yes">
        <source>{words}. %n missing.</source>
        <comment>{words}. %n missing.</comment>
        <translation>
            <numerusform>{words}. %n manque.</numerusform>
            <numerusform>{words}. %n manquent.</numerusform>
        </translation>
    </message>
    <message>
        <source>{words}. Nothing is missing.</source>
        <translation>{words}. Rien ne manque.</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>enregistré</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Élément</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenêtre</translation>
    </message>
    <message>
        <source>Parts of the examination</source>
        <translation>Éléments de l&apos;examen</translation>
    </message>
    <message>
        <source>Table of {headings}</source>
        <translation>Tableau : {headings}</translation>
    </message>
    <message>
        <source>Problem: {message} {remedy}</source>
        <translation>Problème : {message} {remedy}</translation>
    </message>
    <message>
        <source>Your work is saved. Restart, and send us {name}.</source>
        <translation>Votre travail est enregistré. Redémarrez, et envoyez-nous {name}.</translation>
    </message>
    <message>
        <source>Agreement of the nearest reports</source>
        <translation>Accord des comptes rendus les plus proches</translation>
    </message>
    <message>
        <source>Your own sentence: no report was asked.</source>
        <translation>Votre propre phrase : aucun compte rendu n&apos;a été consulté.</translation>
    </message>
    <message>
        <source>No sentence of the model in this section.</source>
        <translation>Aucune phrase du modèle dans cette section.</translation>
    </message>
    <message numerus="yes">
        <source>Agreement of the %n nearest report</source>
        <comment>Agreement of the %n nearest reports</comment>
        <translation>
            <numerusform>Accord du %n compte rendu le plus proche</numerusform>
            <numerusform>Accord des %n comptes rendus les plus proches</numerusform>
        </translation>
    </message>
    <message>
        <source>say the same</source>
        <translation>disent la même chose</translation>
    </message>
    <message>
        <source>says the same</source>
        <translation>dit la même chose</translation>
    </message>
    <message>
        <source>say something else</source>
        <translation>disent autre chose</translation>
    </message>
    <message>
        <source>says something else</source>
        <translation>dit autre chose</translation>
    </message>
    <message>
        <source>say nothing about it</source>
        <translation>n&apos;en disent rien</translation>
    </message>
    <message>
        <source>says nothing about it</source>
        <translation>n&apos;en dit rien</translation>
    </message>
    <message>
        <source>Views known of {known} of {count} clips</source>
        <translation>Coupe connue pour {known} boucles sur {count}</translation>
    </message>
    <message>
        <source>Clip {number}</source>
        <translation>Boucle {number}</translation>
    </message>
    <message>
        <source>{clip}, {view}, {relative:.2f} of the largest weight</source>
        <translation>{clip}, {view}, {relative:.2f} du plus grand poids</translation>
    </message>
    <message>
        <source>{clip}, {view}: {relative:.2f} of the largest weight; {share:.0f} % of all clips&apos; weight in this section. Not a probability. Click to play it.</source>
        <translation>{clip}, {view} : {relative:.2f} du plus grand poids ; {share:.0f} % du poids de toutes les boucles dans cette section. Pas une probabilité. Cliquez pour la lire.</translation>
    </message>
    <message>
        <source>Show the first {count}</source>
        <translation>Montrer les {count} premières</translation>
    </message>
    <message numerus="yes">
        <source>Show the %n clip</source>
        <comment>Show all %n clips</comment>
        <translation>
            <numerusform>Montrer la %n boucle</numerusform>
            <numerusform>Montrer les %n boucles</numerusform>
        </translation>
    </message>
    <message>
        <source>Probability of each view as the view classifier gives it</source>
        <translation>Probabilité de chaque coupe selon le classificateur</translation>
    </message>
    <message>
        <source>Say which view the clip shows; weights and draft are made again. The change is kept.</source>
        <translation>Dites quelle coupe montre la boucle ; poids et ébauche sont refaits. La correction est conservée.</translation>
    </message>
    <message>
        <source>View of clip {number}</source>
        <translation>Coupe de la boucle {number}</translation>
    </message>
    <message>
        <source>Correct the view of clip {number}</source>
        <translation>Corriger la coupe de la boucle {number}</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>pas encore connue</translation>
    </message>
    <message>
        <source>not examined</source>
        <translation>non examinée</translation>
    </message>
    <message>
        <source>Set the view…</source>
        <translation>Donner la coupe…</translation>
    </message>
    <message>
        <source>set by you</source>
        <translation>donnée par vous</translation>
    </message>
    <message>
        <source>corrected by you</source>
        <translation>corrigée par vous</translation>
    </message>
    <message>
        <source>view classifier</source>
        <translation>classificateur</translation>
    </message>
    <message>
        <source>Take the correction back</source>
        <translation>Retirer la correction</translation>
    </message>
    <message>
        <source>Correct the view…</source>
        <translation>Corriger la coupe…</translation>
    </message>
    <message>
        <source>Relative weight of each clip for this section (learned per clip; not a probability)</source>
        <translation>Poids relatif de chaque boucle pour cette section (appris par boucle ; pas une probabilité)</translation>
    </message>
    <message>
        <source>Relative weight of each clip for this section (fixed table by view; not a probability)</source>
        <translation>Poids relatif de chaque boucle pour cette section (table fixe par coupe ; pas une probabilité)</translation>
    </message>
    <message>
        <source>Relative weight of each clip for this section (kept with the draft; not a probability)</source>
        <translation>Poids relatif de chaque boucle pour cette section (gardé avec l&apos;ébauche ; pas une probabilité)</translation>
    </message>
    <message>
        <source>The model learned for each section which clips to look at. A bar is a clip&apos;s weight divided by the largest. It says how much a clip counted, not how sure the model is.</source>
        <translation>Le modèle a appris pour chaque section quelles boucles regarder. Une barre est le poids d&apos;une boucle divisé par le plus grand. Elle dit combien une boucle a compté, pas la certitude du modèle.</translation>
    </message>
    <message>
        <source>A fixed table says how much each view counts for a section. A bar is a clip&apos;s weight divided by the largest. It says how much a clip counted, not how sure the model is.</source>
        <translation>Une table fixe dit combien chaque coupe compte pour une section. Une barre est le poids d&apos;une boucle divisé par le plus grand. Elle dit combien une boucle a compté, pas la certitude du modèle.</translation>
    </message>
    <message>
        <source>The weights were saved with the draft. A bar is a clip&apos;s weight divided by the largest. It says how much a clip counted, not how sure the model is.</source>
        <translation>Les poids ont été enregistrés avec l&apos;ébauche. Une barre est le poids d&apos;une boucle divisé par le plus grand. Elle dit combien une boucle a compté, pas la certitude du modèle.</translation>
    </message>
    <message>
        <source>view unknown</source>
        <translation>coupe inconnue</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>aucun motif n&apos;a été donné</translation>
    </message>
    <message>
        <source>Open a study</source>
        <translation>Ouvrez un examen</translation>
    </message>
    <message>
        <source>What the model looked at, and why it drafts what it drafts, stands here.</source>
        <translation>Ce que le modèle a regardé, et pourquoi il ébauche ce qu&apos;il ébauche, se trouve ici.</translation>
    </message>
    <message>
        <source>Not assessed: {reason}</source>
        <translation>Non évalué : {reason}</translation>
    </message>
    <message>
        <source>No view, no sentence: the model says nothing about this section.</source>
        <translation>Pas de coupe, pas de phrase : le modèle ne dit rien de cette section.</translation>
    </message>
    <message>
        <source>No model has read this study</source>
        <translation>Aucun modèle n&apos;a lu cet examen</translation>
    </message>
    <message>
        <source>The report can be written and signed without it.</source>
        <translation>Le compte rendu peut être écrit et signé sans lui.</translation>
    </message>
    <message>
        <source>Choose a section</source>
        <translation>Choisissez une section</translation>
    </message>
    <message>
        <source>The evidence follows the section in focus in the report.</source>
        <translation>La justification suit la section choisie dans le compte rendu.</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Justification</translation>
    </message>
    <message>
        <source>being read again</source>
        <translation>en cours de relecture</translation>
    </message>
    <message>
        <source>not read again: see the report</source>
        <translation>non relu : voir le compte rendu</translation>
    </message>
    <message>
        <source>The models are reading the study</source>
        <translation>Les modèles lisent l&apos;examen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Démarrage</translation>
    </message>
    <message>
        <source>OTHER PATIENT</source>
        <translation>AUTRE PATIENT</translation>
    </message>
    <message>
        <source>This report tells of another patient. Its numbers are left out.</source>
        <translation>Ce compte rendu parle d&apos;un autre patient. Ses nombres sont omis.</translation>
    </message>
    <message>
        <source>similarity {similarity:.3f} · {origin}</source>
        <translation>similarité {similarity:.3f} · {origin}</translation>
    </message>
    <message>
        <source>Similarity {similarity:.3f}, {origin} report of study {report_id}</source>
        <translation>Similarité {similarity:.3f}, compte rendu ({origin}) de l&apos;examen {report_id}</translation>
    </message>
    <message>
        <source>Says nothing about: {section}.</source>
        <translation>Ne dit rien de : {section}.</translation>
    </message>
    <message>
        <source>study {report_id}</source>
        <translation>examen {report_id}</translation>
    </message>
    <message>
        <source>Report {rank}, other patient, similarity {similarity:.3f}, {origin}: {text}</source>
        <translation>Compte rendu {rank}, autre patient, similarité {similarity:.3f}, {origin} : {text}</translation>
    </message>
    <message>
        <source>Says the same as the sentence in focus.</source>
        <translation>Dit la même chose que la phrase choisie.</translation>
    </message>
    <message>
        <source>Retrieved reports · {count} nearest</source>
        <translation>Comptes rendus trouvés · {count} plus proches</translation>
    </message>
    <message>
        <source>Retrieved reports</source>
        <translation>Comptes rendus trouvés</translation>
    </message>
    <message>
        <source>They are not kept with a saved draft. Analyse the study again to see them.</source>
        <translation>Ils ne sont pas gardés avec une ébauche enregistrée. Analysez de nouveau l&apos;examen pour les voir.</translation>
    </message>
    <message>
        <source>Show {more} more of {count}</source>
        <translation>En montrer {more} de plus sur {count}</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Report — DeepCORO Desktop</source>
        <translation>Compte rendu — DeepCORO Desktop</translation>
    </message>
    <message>
        <source>The model: what it was trained on, its figures and limits</source>
        <translation>Le modèle : sur quoi il a été entraîné, ses chiffres et ses limites</translation>
    </message>
    <message>
        <source>All keys of the window, and how to change them</source>
        <translation>Toutes les touches de la fenêtre, et comment les changer</translation>
    </message>
    <message>
        <source>The guide, at the page on the part in hand</source>
        <translation>Le guide, à la page de la partie active</translation>
    </message>
    <message>
        <source>Research use only</source>
        <translation>Réservé à la recherche</translation>
    </message>
    <message>
        <source>Export PDF</source>
        <translation>Exporter PDF</translation>
    </message>
    <message>
        <source>Save the signed report as a file</source>
        <translation>Enregistrer le compte rendu signé dans un fichier</translation>
    </message>
    <message>
        <source>Amend</source>
        <translation>Rectifier</translation>
    </message>
    <message>
        <source>Start a new revision; the signed one stays as it is</source>
        <translation>Commencer une nouvelle révision ; la version signée reste telle quelle</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Signer</translation>
    </message>
    <message>
        <source>Next study</source>
        <translation>Examen suivant</translation>
    </message>
    <message>
        <source>Guide  {key}</source>
        <translation>Guide  {key}</translation>
    </message>
    <message>
        <source>Reader, body surface, model, device, language ({key})</source>
        <translation>Lecteur, surface corporelle, modèle, appareil, langue ({key})</translation>
    </message>
    <message>
        <source>Keys  {key}</source>
        <translation>Touches  {key}</translation>
    </message>
    <message>
        <source>The next unsigned study, urgent ones first ({key})</source>
        <translation>L&apos;examen non signé suivant, les urgents d&apos;abord ({key})</translation>
    </message>
    <message>
        <source>Saved {time:%H:%M:%S}</source>
        <translation>Enregistré {time:%H:%M:%S}</translation>
    </message>
    <message>
        <source>Not saved: {message}</source>
        <translation>Non enregistré : {message}</translation>
    </message>
    <message>
        <source>Sign — no draft yet</source>
        <translation>Signer — pas encore d&apos;ébauche</translation>
    </message>
    <message>
        <source>The draft comes with the analysis.</source>
        <translation>L&apos;ébauche vient avec l&apos;analyse.</translation>
    </message>
    <message>
        <source>Signed by {name}, {when}</source>
        <translation>Signé par {name}, {when}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>and %n more</comment>
        <translation>
            <numerusform>et %n autre</numerusform>
            <numerusform>et %n autres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign — %n thing left</source>
        <comment>Sign — %n things left</comment>
        <translation>
            <numerusform>Signer — reste %n point</numerusform>
            <numerusform>Signer — restent %n points</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign the report</source>
        <translation>Signer le compte rendu</translation>
    </message>
    <message>
        <source>Everything is reviewed.</source>
        <translation>Tout est relu.</translation>
    </message>
    <message>
        <source>{seconds} s left</source>
        <translation>encore {seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>encore {minutes} min</translation>
    </message>
    <message>
        <source>Starting the model</source>
        <translation>Démarrage du modèle</translation>
    </message>
    <message>
        <source>Stop the analysis; the study stays open</source>
        <translation>Arrêter l&apos;analyse ; l&apos;examen reste ouvert</translation>
    </message>
    <message>
        <source>DEMONSTRATION MODEL · trained on synthetic data · not for diagnosis</source>
        <translation>MODÈLE DE DÉMONSTRATION · entraîné sur données synthétiques · non destiné au diagnostic</translation>
    </message>
    <message>
        <source>DEMONSTRATION MODEL
trained on synthetic data · not for diagnosis</source>
        <translation>MODÈLE DE DÉMONSTRATION
entraîné sur données synthétiques · non destiné au diagnostic</translation>
    </message>
    <message>
        <source>{now} (recorded: {before})</source>
        <translation>{now} (enregistré : {before})</translation>
    </message>
    <message>
        <source>{years} y</source>
        <translation>{years} ans</translation>
    </message>
    <message>
        <source>BSA {area:.2f} m²</source>
        <translation>SC {area:.2f} m²</translation>
    </message>
    <message>
        <source>BP not recorded</source>
        <translation>PA non relevée</translation>
    </message>
    <message>
        <source>body size not recorded</source>
        <translation>taille et poids non relevés</translation>
    </message>
    <message>
        <source>rhythm not recorded</source>
        <translation>rythme non relevé</translation>
    </message>
    <message>
        <source>About this program and its model</source>
        <translation>À propos de ce programme et de son modèle</translation>
    </message>
    <message>
        <source>Patient and examination</source>
        <translation>Patient et examen</translation>
    </message>
    <message>
        <source>Which clips were used, which were not, and why</source>
        <translation>Quelles boucles ont été utilisées, lesquelles non, et pourquoi</translation>
    </message>
    <message>
        <source>Complete or correct the header ({key})</source>
        <translation>Compléter ou corriger l&apos;en-tête ({key})</translation>
    </message>
    <message numerus="yes">
        <source>{used} of %n clip used</source>
        <comment>{used} of %n clips used</comment>
        <translation>
            <numerusform>{used} sur %n boucle utilisée</numerusform>
            <numerusform>{used} sur %n boucles utilisées</numerusform>
        </translation>
    </message>
    <message>
        <source>name hidden ({key})</source>
        <translation>nom masqué ({key})</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Suppr</translation>
    </message>
    <message>
        <source>Page up</source>
        <translation>Page préc.</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>Page suiv.</translation>
    </message>
    <message>
        <source>Ctrl</source>
        <translation>Ctrl</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Maj</translation>
    </message>
    <message>
        <source>Alt</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Espace</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Échap</translation>
    </message>
    <message>
        <source>While a figure is in hand</source>
        <translation>Pendant le tracé d&apos;une figure</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>Ouvrir un dossier</translation>
    </message>
    <message>
        <source>Open files or a zip</source>
        <translation>Ouvrir des fichiers ou un zip</translation>
    </message>
    <message>
        <source>Search the studies</source>
        <translation>Chercher dans les examens</translation>
    </message>
    <message>
        <source>Choose and open a study</source>
        <translation>Choisir et ouvrir un examen</translation>
    </message>
    <message>
        <source>Urgent, or not any more</source>
        <translation>Urgent, ou plus urgent</translation>
    </message>
    <message>
        <source>Assign to me, or give back</source>
        <translation>Me l&apos;attribuer, ou le rendre</translation>
    </message>
    <message>
        <source>Next study to read</source>
        <translation>Examen suivant à lire</translation>
    </message>
    <message>
        <source>Open a clip by its number</source>
        <translation>Ouvrir une boucle par son numéro</translation>
    </message>
    <message>
        <source>Choose and open a clip in the list</source>
        <translation>Choisir et ouvrir une boucle de la liste</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Lire ou mettre en pause</translation>
    </message>
    <message>
        <source>Play backwards, or forwards</source>
        <translation>Lire en arrière, ou en avant</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Une image en arrière</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>Une image en avant</translation>
    </message>
    <message>
        <source>Five frames back</source>
        <translation>Cinq images en arrière</translation>
    </message>
    <message>
        <source>Five frames on</source>
        <translation>Cinq images en avant</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>Première image</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>Dernière image</translation>
    </message>
    <message>
        <source>Next end-diastole</source>
        <translation>Télédiastole suivante</translation>
    </message>
    <message>
        <source>End-diastole before</source>
        <translation>Télédiastole précédente</translation>
    </message>
    <message>
        <source>Next end-systole</source>
        <translation>Télésystole suivante</translation>
    </message>
    <message>
        <source>End-systole before</source>
        <translation>Télésystole précédente</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Plus lentement</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Plus vite</translation>
    </message>
    <message>
        <source>One beat, or all of the clip</source>
        <translation>Un cycle, ou toute la boucle</translation>
    </message>
    <message>
        <source>Start at this frame</source>
        <translation>Commencer à cette image</translation>
    </message>
    <message>
        <source>Stop at this frame</source>
        <translation>Finir à cette image</translation>
    </message>
    <message>
        <source>Loop, or there and back</source>
        <translation>En boucle, ou aller et retour</translation>
    </message>
    <message>
        <source>Keep step: off, by clock, by R–R</source>
        <translation>Synchroniser : non, à l&apos;horloge, sur R–R</translation>
    </message>
    <message>
        <source>Next layout of the tiles</source>
        <translation>Disposition suivante des cases</translation>
    </message>
    <message>
        <source>Next preset of views</source>
        <translation>Préréglage de coupes suivant</translation>
    </message>
    <message>
        <source>Stress study by stage and view</source>
        <translation>Échographie d&apos;effort par palier et coupe</translation>
    </message>
    <message>
        <source>Change this row for the next</source>
        <translation>Échanger cette rangée avec la suivante</translation>
    </message>
    <message>
        <source>Beside the earlier study, or back</source>
        <translation>À côté de l&apos;examen antérieur, ou retour</translation>
    </message>
    <message>
        <source>Keep this frame, or no more</source>
        <translation>Garder cette image, ou ne plus la garder</translation>
    </message>
    <message>
        <source>Go to the next frame kept</source>
        <translation>Aller à l&apos;image gardée suivante</translation>
    </message>
    <message>
        <source>Measure: type what</source>
        <translation>Mesurer : tapez quoi</translation>
    </message>
    <message>
        <source>Overlay: all, no name, none</source>
        <translation>Légende : tout, sans nom, aucune</translation>
    </message>
    <message>
        <source>ECG over the scrubber, or not</source>
        <translation>ECG sur la barre de temps, ou non</translation>
    </message>
    <message>
        <source>Inverted, or as recorded</source>
        <translation>Inversé, ou comme enregistré</translation>
    </message>
    <message>
        <source>Next grey map</source>
        <translation>Échelle de gris suivante</translation>
    </message>
    <message>
        <source>Whole picture again</source>
        <translation>Image entière de nouveau</translation>
    </message>
    <message>
        <source>Gain and grey as recorded</source>
        <translation>Gain et gris comme enregistrés</translation>
    </message>
    <message>
        <source>Next sentence to review</source>
        <translation>Phrase suivante à relire</translation>
    </message>
    <message>
        <source>Sentence above or below</source>
        <translation>Phrase au-dessus ou au-dessous</translation>
    </message>
    <message>
        <source>Accept the sentence</source>
        <translation>Accepter la phrase</translation>
    </message>
    <message>
        <source>Edit the sentence</source>
        <translation>Modifier la phrase</translation>
    </message>
    <message>
        <source>Reject the sentence</source>
        <translation>Rejeter la phrase</translation>
    </message>
    <message>
        <source>Fill in the missing number</source>
        <translation>Compléter le nombre manquant</translation>
    </message>
    <message>
        <source>Restore the sentence as it first came</source>
        <translation>Rétablir la phrase telle qu&apos;elle est venue</translation>
    </message>
    <message>
        <source>Attest the section</source>
        <translation>Valider la section</translation>
    </message>
    <message>
        <source>Copy the sentence into the impression</source>
        <translation>Copier la phrase dans la conclusion</translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation>Annuler le dernier changement</translation>
    </message>
    <message>
        <source>Make the change again</source>
        <translation>Refaire le changement</translation>
    </message>
    <message>
        <source>Back to the list of studies</source>
        <translation>Retour à la liste des examens</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Plein écran</translation>
    </message>
    <message>
        <source>Hide or show the clips</source>
        <translation>Masquer ou montrer les boucles</translation>
    </message>
    <message>
        <source>Hide or show the evidence</source>
        <translation>Masquer ou montrer la justification</translation>
    </message>
    <message>
        <source>Hide or show the report</source>
        <translation>Masquer ou montrer le compte rendu</translation>
    </message>
    <message>
        <source>Go to the clips</source>
        <translation>Aller aux boucles</translation>
    </message>
    <message>
        <source>Go to the evidence</source>
        <translation>Aller à la justification</translation>
    </message>
    <message>
        <source>Go to the report</source>
        <translation>Aller au compte rendu</translation>
    </message>
    <message>
        <source>Report in a window of its own</source>
        <translation>Compte rendu dans sa propre fenêtre</translation>
    </message>
    <message>
        <source>Patient: body size, pressure, rhythm, indication</source>
        <translation>Patient : taille et poids, pression, rythme, indication</translation>
    </message>
    <message>
        <source>Referral letters and notes</source>
        <translation>Lettres d&apos;adressage et notes</translation>
    </message>
    <message>
        <source>Sign, or go to what is missing</source>
        <translation>Signer, ou aller à ce qui manque</translation>
    </message>
    <message>
        <source>Help on the part in hand</source>
        <translation>Aide sur la partie active</translation>
    </message>
    <message>
        <source>All keys, and change them</source>
        <translation>Toutes les touches, et les changer</translation>
    </message>
    <message>
        <source>Move the cross, or the chosen point</source>
        <translation>Déplacer la croix ou le point choisi</translation>
    </message>
    <message>
        <source>Set a point; keep the figure</source>
        <translation>Poser un point ; garder la figure</translation>
    </message>
    <message>
        <source>Choose the next point of the figure</source>
        <translation>Choisir le point suivant de la figure</translation>
    </message>
    <message>
        <source>Take the last point back</source>
        <translation>Retirer le dernier point</translation>
    </message>
    <message>
        <source>Remove the figure</source>
        <translation>Supprimer la figure</translation>
    </message>
    <message>
        <source>Skip a step of a guided examination</source>
        <translation>Sauter une étape de la mesure guidée</translation>
    </message>
    <message>
        <source>Put the tool away</source>
        <translation>Ranger l&apos;outil</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>aucune touche</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Analyser de nouveau</translation>
    </message>
    <message>
        <source>the workspace; Export PDF saves a copy</source>
        <translation>l&apos;espace de travail ; Exporter PDF enregistre une copie</translation>
    </message>
    <message>
        <source>Export the signed report</source>
        <translation>Exporter le compte rendu signé</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>Analyser</translation>
    </message>
    <message>
        <source>Measure on the clip beside it, or open the earlier study.</source>
        <translation>Mesurez sur la boucle à côté, ou ouvrez l&apos;examen antérieur.</translation>
    </message>
    <message>
        <source>This picture belongs to an earlier study.</source>
        <translation>Cette image appartient à un examen antérieur.</translation>
    </message>
    <message>
        <source>It is not known on which picture this was measured.</source>
        <translation>On ne sait pas sur quelle image ceci a été mesuré.</translation>
    </message>
    <message>
        <source>Look for it on the clips, or measure it anew.</source>
        <translation>Cherchez-le sur les boucles, ou mesurez-le à nouveau.</translation>
    </message>
    <message>
        <source>no {quantity} here</source>
        <translation>pas de grandeur « {quantity} » ici</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>non vu</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>hypokinetic</source>
        <translation>hypokinétique</translation>
    </message>
    <message>
        <source>akinetic</source>
        <translation>akinétique</translation>
    </message>
    <message>
        <source>dyskinetic</source>
        <translation>dyskinétique</translation>
    </message>
    <message>
        <source>index {index:.2f}</source>
        <translation>score {index:.2f}</translation>
    </message>
    <message>
        <source>no index</source>
        <translation>pas de score</translation>
    </message>
    <message>
        <source>Wall motion, {mean}. Segment {number}, {name}: {score}</source>
        <translation>Cinétique segmentaire, {mean}. Segment {number}, {name} : {score}</translation>
    </message>
    <message>
        <source>anterior</source>
        <translation>antérieur</translation>
    </message>
    <message>
        <source>septal</source>
        <translation>septal</translation>
    </message>
    <message>
        <source>inferior</source>
        <translation>inférieur</translation>
    </message>
    <message>
        <source>lateral</source>
        <translation>latéral</translation>
    </message>
    <message>
        <source>What is found</source>
        <translation>Ce qui est trouvé</translation>
    </message>
    <message>
        <source>Measure…  LVIDd, AV VTI, guided, caliper</source>
        <translation>Mesurer…  LVIDd, AV VTI, guidé, distance</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Mesures</translation>
    </message>
    <message>
        <source>Press {measure} and type what to measure, or take a tool.</source>
        <translation>Appuyez sur {measure} et tapez quoi mesurer, ou prenez un outil.</translation>
    </message>
    <message>
        <source>Nothing measured yet.</source>
        <translation>Rien n&apos;est encore mesuré.</translation>
    </message>
    <message>
        <source>Type what to measure, or take a tool.</source>
        <translation>Tapez quoi mesurer, ou prenez un outil.</translation>
    </message>
    <message>
        <source>Type a few letters and press Enter</source>
        <translation>Tapez quelques lettres et appuyez sur Entrée</translation>
    </message>
    <message>
        <source>Accept  ⏎</source>
        <translation>Accepter  ⏎</translation>
    </message>
    <message>
        <source>Keep it and go on (Enter)</source>
        <translation>La garder et continuer (Entrée)</translation>
    </message>
    <message>
        <source>Skip  S</source>
        <translation>Passer  S</translation>
    </message>
    <message>
        <source>Go on without it (S)</source>
        <translation>Continuer sans elle (S)</translation>
    </message>
    <message>
        <source>Stop  Esc</source>
        <translation>Arrêter  Échap</translation>
    </message>
    <message>
        <source>Put the tool away (Esc)</source>
        <translation>Poser l&apos;outil (Échap)</translation>
    </message>
    <message>
        <source>Line of known length</source>
        <translation>Ligne de longueur connue</translation>
    </message>
    <message>
        <source>Calibrate by hand</source>
        <translation>Calibrer à la main</translation>
    </message>
    <message>
        <source>Draw a line along the depth scale and give its length</source>
        <translation>Tracez une ligne le long de l&apos;échelle de profondeur et donnez sa longueur</translation>
    </message>
    <message>
        <source>Forget this scale</source>
        <translation>Oublier cette échelle</translation>
    </message>
    <message>
        <source>Back to pixels</source>
        <translation>Retour aux pixels</translation>
    </message>
    <message>
        <source>Length of the line</source>
        <translation>Longueur de la ligne</translation>
    </message>
    <message>
        <source>Set scale</source>
        <translation>Fixer l&apos;échelle</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>Also from the cart</source>
        <translation>Aussi de l&apos;échographe</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>Mesure</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Measured and derived values</source>
        <translation>Valeurs mesurées et dérivées</translation>
    </message>
    <message>
        <source>beat {beat}</source>
        <translation>cycle {beat}</translation>
    </message>
    <message>
        <source>cart</source>
        <translation>appareil</translation>
    </message>
    <message>
        <source>{label}
Not in use: {reason}</source>
        <translation>{label}
Non utilisé : {reason}</translation>
    </message>
    <message>
        <source>your own measurement stands in its place</source>
        <translation>votre propre mesure la remplace</translation>
    </message>
    <message>
        <source>Mean of beats</source>
        <translation>Moyenne des cycles</translation>
    </message>
    <message>
        <source>Last beat</source>
        <translation>Dernier cycle</translation>
    </message>
    <message>
        <source>Largest beat</source>
        <translation>Plus grand cycle</translation>
    </message>
    <message>
        <source>State in the report</source>
        <translation>Écrire dans le compte rendu</translation>
    </message>
    <message>
        <source>Remove	Del</source>
        <translation>Retirer	Suppr</translation>
    </message>
    <message>
        <source>All normal</source>
        <translation>Tout normal</translation>
    </message>
    <message>
        <source>Every segment normal; then change those that are not</source>
        <translation>Chaque segment normal ; changez ensuite ceux qui ne le sont pas</translation>
    </message>
    <message>
        <source>Copy prior</source>
        <translation>Comme avant</translation>
    </message>
    <message>
        <source>The scores of the patient&apos;s study before this one</source>
        <translation>Les scores de l&apos;examen de ce patient avant celui-ci</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Vider</translation>
    </message>
    <message>
        <source>No segment seen</source>
        <translation>Aucun segment vu</translation>
    </message>
    <message>
        <source>Wall motion score index</source>
        <translation>Score de cinétique segmentaire</translation>
    </message>
    <message>
        <source>{model} segments</source>
        <translation>{model} segments</translation>
    </message>
    <message>
        <source>Arrow keys choose a segment, 1 to 4 score it, 0: not seen</source>
        <translation>Les flèches choisissent un segment, 1 à 4 le cotent, 0 : non vu</translation>
    </message>
    <message>
        <source>Cut otherwise in {model} segments, so still to be scored: {names}.</source>
        <translation>Découpés autrement en {model} segments, donc encore à coter : {names}.</translation>
    </message>
    <message>
        <source>{model} segments have no apex of their own: its score is kept and counts in 17 segments.</source>
        <translation>{model} segments n&apos;ont pas d&apos;apex propre : sa cote est gardée et compte avec 17 segments.</translation>
    </message>
    <message>
        <source>{seen} of {count} segments scored</source>
        <translation>{seen} segments cotés sur {count}</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>lecteur</translation>
    </message>
    <message>
        <source>AI</source>
        <translation>IA</translation>
    </message>
    <message>
        <source>derived</source>
        <translation>dérivé</translation>
    </message>
    <message>
        <source>check</source>
        <translation>à vérifier</translation>
    </message>
    <message>
        <source>↓ low</source>
        <translation>↓ bas</translation>
    </message>
    <message>
        <source>↑ high</source>
        <translation>↑ haut</translation>
    </message>
    <message>
        <source>Measured near end-diastole</source>
        <translation>Mesuré près de la télédiastole</translation>
    </message>
    <message>
        <source>Measured near end-systole</source>
        <translation>Mesuré près de la télésystole</translation>
    </message>
    <message>
        <source>Caliper</source>
        <translation>Distance</translation>
    </message>
    <message>
        <source>Distance: drag from end to end</source>
        <translation>Distance : glissez d&apos;un bout à l&apos;autre</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longueur</translation>
    </message>
    <message>
        <source>Length along a line: draw it, or click and press Enter</source>
        <translation>Longueur le long d&apos;une ligne : tracez-la, ou cliquez et appuyez sur Entrée</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Surface</translation>
    </message>
    <message>
        <source>Area: draw round it, or click its points and press Enter</source>
        <translation>Surface : faites-en le tour, ou cliquez ses points et appuyez sur Entrée</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Angle</translation>
    </message>
    <message>
        <source>Angle: three points, the corner second</source>
        <translation>Angle : trois points, le sommet en second</translation>
    </message>
    <message>
        <source>Simpson</source>
        <translation>Simpson</translation>
    </message>
    <message>
        <source>Volume: both sides of the annulus, then the apex; or draw the outline</source>
        <translation>Volume : les deux côtés de l&apos;anneau, puis l&apos;apex ; ou tracez le contour</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>Doppler velocity: one point</source>
        <translation>Vitesse Doppler : un point</translation>
    </message>
    <message>
        <source>VTI</source>
        <translation>ITV</translation>
    </message>
    <message>
        <source>Velocity time integral: trace the envelope</source>
        <translation>Intégrale temps-vitesse : tracez l&apos;enveloppe</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>Pente</translation>
    </message>
    <message>
        <source>Slope, deceleration and pressure half-time: drag down the slope</source>
        <translation>Pente, décélération et temps de demi-pression : glissez le long de la pente</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Temps</translation>
    </message>
    <message>
        <source>Interval and rate: drag from one moment to the other</source>
        <translation>Intervalle et fréquence : glissez d&apos;un instant à l&apos;autre</translation>
    </message>
    <message>
        <source>Guided: {label}</source>
        <translation>Guidé : {label}</translation>
    </message>
    <message>
        <source>Tool: {name}</source>
        <translation>Outil : {name}</translation>
    </message>
    <message>
        <source>{average} of {count} beats</source>
        <translation>{average} de {count} cycles</translation>
    </message>
    <message>
        <source>one beat</source>
        <translation>un cycle</translation>
    </message>
    <message>
        <source>Measured by the {source}, {beats}</source>
        <translation>Mesuré par : {source}, {beats}</translation>
    </message>
    <message>
        <source>Typed by the {source}, {beats}</source>
        <translation>Saisi par : {source}, {beats}</translation>
    </message>
    <message>
        <source>Reference: {range}</source>
        <translation>Référence : {range}</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>non vérifié</translation>
    </message>
    <message>
        <source>Wall motion</source>
        <translation>Cinétique</translation>
    </message>
    <message>
        <source>Evidence, measurements, wall motion</source>
        <translation>Justification, mesures, cinétique segmentaire</translation>
    </message>
    <message>
        <source>Score the segments, or start with all normal.</source>
        <translation>Cotez les segments, ou commencez par « Tout normal ».</translation>
    </message>
    <message>
        <source>No earlier study of this patient has wall motion.</source>
        <translation>Aucun examen antérieur de ce patient n&apos;a de cinétique segmentaire.</translation>
    </message>
    <message>
        <source>Clip {number}, watched: show it in the active tile</source>
        <translation>Boucle {number}, vue : la montrer dans la case active</translation>
    </message>
    <message>
        <source>Clip {number}, not watched yet: show it in the active tile</source>
        <translation>Boucle {number}, pas encore vue : la montrer dans la case active</translation>
    </message>
    <message>
        <source>RESEARCH USE ONLY · not for diagnosis</source>
        <translation>RÉSERVÉ À LA RECHERCHE · non destiné au diagnostic</translation>
    </message>
    <message>
        <source>DEMONSTRATION MODEL · synthetic data</source>
        <translation>MODÈLE DE DÉMONSTRATION · données synthétiques</translation>
    </message>
    <message>
        <source>1 to 5 answer  ·  arrows move  ·  Enter next case  ·  S skip  ·  C comment</source>
        <translation>1 à 5 répondent  ·  flèches déplacent  ·  Entrée cas suivant  ·  S passer  ·  C commentaire</translation>
    </message>
    <message>
        <source>Show or hide the clips of the case (V)</source>
        <translation>Montrer ou masquer les boucles du cas (V)</translation>
    </message>
    <message>
        <source>{done} of {total} cases done</source>
        <translation>{done} cas faits sur {total}</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Pas encore enregistré</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Précédent</translation>
    </message>
    <message>
        <source>The case before (Backspace)</source>
        <translation>Le cas d&apos;avant (Retour arrière)</translation>
    </message>
    <message>
        <source>Skip this case</source>
        <translation>Passer ce cas</translation>
    </message>
    <message>
        <source>Leave this case out and go on (S)</source>
        <translation>Laisser ce cas et continuer (S)</translation>
    </message>
    <message>
        <source>Next case</source>
        <translation>Cas suivant</translation>
    </message>
    <message>
        <source>Go on once everything is answered (Enter)</source>
        <translation>Continuer dès que tout est répondu (Entrée)</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Terminer</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Non enregistré</translation>
    </message>
    <message>
        <source>Each case has two texts of the same study, A and B. One was written by its reader, the other is a model&apos;s draft. Their order changes from case to case, and no rater knows it.</source>
        <translation>Chaque cas a deux textes du même examen, A et B. L&apos;un a été écrit par son lecteur, l&apos;autre est l&apos;ébauche d&apos;un modèle. Leur ordre change d&apos;un cas à l&apos;autre, et aucun évaluateur ne le connaît.</translation>
    </message>
    <message>
        <source>Numbers are emptied in both texts: [__ %] stands where one was. Sections that a text leaves out read “Not described”.</source>
        <translation>Les nombres sont vidés dans les deux textes : [__ %] se trouve là où il y en avait un. Les sections qu&apos;un texte omet portent « Non décrit ».</translation>
    </message>
    <message>
        <source>Rate what each text says, then say which you would rather sign. Take the time that you need; every answer is saved at once, and you can stop and come back.</source>
        <translation>Évaluez ce que dit chaque texte, puis dites lequel vous signeriez de préférence. Prenez le temps qu&apos;il vous faut ; chaque réponse est enregistrée aussitôt, et vous pouvez vous arrêter et revenir.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Votre nom</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Commencer</translation>
    </message>
    <message>
        <source>with their clips</source>
        <translation>avec leurs boucles</translation>
    </message>
    <message>
        <source>{count} with clips</source>
        <translation>{count} avec boucles</translation>
    </message>
    <message>
        <source>texts alone</source>
        <translation>textes seuls</translation>
    </message>
    <message numerus="yes">
        <source>%n case</source>
        <comment>%n cases</comment>
        <translation>
            <numerusform>%n cas</numerusform>
            <numerusform>%n cas</numerusform>
        </translation>
    </message>
    <message>
        <source>Or rate under another name:</source>
        <translation>Ou évaluer sous un autre nom :</translation>
    </message>
    <message>
        <source>The name goes into the file for the investigator, nowhere else.</source>
        <translation>Le nom va dans le fichier pour l&apos;investigateur, nulle part ailleurs.</translation>
    </message>
    <message>
        <source>Go on as {rater}  ·  {settled} of {count} cases done</source>
        <translation>Continuer comme {rater}  ·  {settled} cas faits sur {count}</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>Copier le chemin</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
    <message>
        <source>Look at the cases again</source>
        <translation>Revoir les cas</translation>
    </message>
    <message>
        <source>Skipped cases, to answer them after all:</source>
        <translation>Cas passés, pour y répondre tout de même :</translation>
    </message>
    <message>
        <source>Your answers are in this file. Please send it to the investigator:</source>
        <translation>Vos réponses sont dans ce fichier. Veuillez l&apos;envoyer à l&apos;investigateur :</translation>
    </message>
    <message>
        <source>Thank you, {rater}.</source>
        <translation>Merci, {rater}.</translation>
    </message>
    <message>
        <source>{rated} of {count} cases rated, {skipped} skipped</source>
        <translation>{rated} cas évalués sur {count}, {skipped} passés</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>sans réponse</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>faux</translation>
    </message>
    <message>
        <source>mostly wrong</source>
        <translation>surtout faux</translation>
    </message>
    <message>
        <source>partly right</source>
        <translation>en partie juste</translation>
    </message>
    <message>
        <source>mostly right</source>
        <translation>surtout juste</translation>
    </message>
    <message>
        <source>right</source>
        <translation>juste</translation>
    </message>
    <message>
        <source>all that matters is missing</source>
        <translation>tout ce qui importe manque</translation>
    </message>
    <message>
        <source>much is missing</source>
        <translation>beaucoup manque</translation>
    </message>
    <message>
        <source>some is missing</source>
        <translation>une partie manque</translation>
    </message>
    <message>
        <source>little is missing</source>
        <translation>peu manque</translation>
    </message>
    <message>
        <source>nothing is missing</source>
        <translation>rien ne manque</translation>
    </message>
    <message>
        <source>1  No</source>
        <translation>1  Non</translation>
    </message>
    <message>
        <source>no significant error</source>
        <translation>pas d&apos;erreur significative</translation>
    </message>
    <message>
        <source>2  Yes</source>
        <translation>2  Oui</translation>
    </message>
    <message>
        <source>a significant error</source>
        <translation>une erreur significative</translation>
    </message>
    <message>
        <source>1  A much better</source>
        <translation>1  A bien meilleur</translation>
    </message>
    <message>
        <source>2  A better</source>
        <translation>2  A meilleur</translation>
    </message>
    <message>
        <source>3  No difference</source>
        <translation>3  Pas de différence</translation>
    </message>
    <message>
        <source>4  B better</source>
        <translation>4  B meilleur</translation>
    </message>
    <message>
        <source>5  B much better</source>
        <translation>5  B bien meilleur</translation>
    </message>
    <message>
        <source>An error that could change what is done with the patient.</source>
        <translation>Une erreur qui pourrait changer ce qui est fait pour le patient.</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitude</translation>
    </message>
    <message>
        <source>Completeness</source>
        <translation>Complétude</translation>
    </message>
    <message>
        <source>Significant error</source>
        <translation>Erreur significative</translation>
    </message>
    <message>
        <source>How much of what the text says is right</source>
        <translation>Quelle part de ce que dit le texte est juste</translation>
    </message>
    <message>
        <source>How much of what matters the text says</source>
        <translation>Quelle part de ce qui importe le texte dit</translation>
    </message>
    <message>
        <source>Which one? (optional)</source>
        <translation>Laquelle ? (facultatif)</translation>
    </message>
    <message>
        <source>Which error is in text {letter}</source>
        <translation>Quelle erreur est dans le texte {letter}</translation>
    </message>
    <message>
        <source>Which text is better</source>
        <translation>Quel texte est meilleur</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>Facultatif</translation>
    </message>
    <message>
        <source>Comment on the case</source>
        <translation>Commentaire sur le cas</translation>
    </message>
    <message>
        <source>Accuracy of text {letter}</source>
        <translation>Exactitude du texte {letter}</translation>
    </message>
    <message>
        <source>1 wrong, 5 right</source>
        <translation>1 faux, 5 juste</translation>
    </message>
    <message>
        <source>Completeness of text {letter}</source>
        <translation>Complétude du texte {letter}</translation>
    </message>
    <message>
        <source>1 little, 5 all that matters</source>
        <translation>1 peu, 5 tout ce qui importe</translation>
    </message>
    <message>
        <source>Significant error in text {letter}</source>
        <translation>Erreur significative dans le texte {letter}</translation>
    </message>
    <message>
        <source>Which is better</source>
        <translation>Lequel est meilleur</translation>
    </message>
    <message>
        <source>Which text you would rather sign</source>
        <translation>Quel texte vous signeriez de préférence</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Commentaire</translation>
    </message>
    <message>
        <source>Whatever you wish to say of this case</source>
        <translation>Ce que vous souhaitez dire de ce cas</translation>
    </message>
    <message>
        <source>Not described</source>
        <translation>Non décrit</translation>
    </message>
    <message>
        <source>Text A</source>
        <translation>Texte A</translation>
    </message>
    <message>
        <source>Text B</source>
        <translation>Texte B</translation>
    </message>
    <message>
        <source>{name}, text {letter}: {text}</source>
        <translation>{name}, texte {letter} : {text}</translation>
    </message>
    <message>
        <source>Neither text describes: {sections}.</source>
        <translation>Aucun texte ne décrit : {sections}.</translation>
    </message>
    <message>
        <source>Blinded rating — DeepCORO Desktop</source>
        <translation>Évaluation en aveugle — DeepCORO Desktop</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>Enregistrer de nouveau</translation>
    </message>
    <message numerus="yes">
        <source>%n answer missing: give it, or skip</source>
        <comment>%n answers missing: give them, or skip</comment>
        <translation>
            <numerusform>%n réponse manque : donnez-la, ou passez</numerusform>
            <numerusform>%n réponses manquent : donnez-les, ou passez</numerusform>
        </translation>
    </message>
    <message>
        <source>Blinded rating</source>
        <translation>Évaluation en aveugle</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Case {place} of {count}</source>
        <translation>Cas {place} sur {count}</translation>
    </message>
    <message>
        <source>Skipped; an answer takes it back</source>
        <translation>Passé ; une réponse l&apos;annule</translation>
    </message>
    <message>
        <source>No clips</source>
        <translation>Sans boucles</translation>
    </message>
    <message>
        <source>Impression</source>
        <translation>Conclusion</translation>
    </message>
    <message>
        <source>{to-impression} copies the sentence in focus</source>
        <translation>{to-impression} copie la phrase active</translation>
    </message>
    <message>
        <source>What the study means, in a few lines</source>
        <translation>Ce que l&apos;examen signifie, en quelques lignes</translation>
    </message>
    <message>
        <source>Write it by hand</source>
        <translation>L&apos;écrire à la main</translation>
    </message>
    <message>
        <source>No study is open</source>
        <translation>Aucun examen n&apos;est ouvert</translation>
    </message>
    <message>
        <source>The draft of its interpretation stands here.</source>
        <translation>L&apos;ébauche de son interprétation se trouve ici.</translation>
    </message>
    <message>
        <source>The draft is being made</source>
        <translation>L&apos;ébauche est en cours</translation>
    </message>
    <message>
        <source>You can watch the clips meanwhile.</source>
        <translation>Vous pouvez regarder les boucles pendant ce temps.</translation>
    </message>
    <message>
        <source>There is no draft yet</source>
        <translation>Il n&apos;y a pas encore d&apos;ébauche</translation>
    </message>
    <message>
        <source>Analyse the study, or write the report by hand.</source>
        <translation>Analysez l&apos;examen, ou écrivez le compte rendu à la main.</translation>
    </message>
    <message>
        <source>SIGNED</source>
        <translation>SIGNÉ</translation>
    </message>
    <message>
        <source>Ready to sign</source>
        <translation>Prêt à signer</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Refaire</translation>
    </message>
    <message>
        <source>Take the last change back ({key})</source>
        <translation>Annuler le dernier changement ({key})</translation>
    </message>
    <message>
        <source>Make the change again ({key})</source>
        <translation>Refaire le changement ({key})</translation>
    </message>
    <message>
        <source>Nothing is missing. Look through what will be signed ({key}).</source>
        <translation>Rien ne manque. Relisez ce qui sera signé ({key}).</translation>
    </message>
    <message>
        <source>Interpretation</source>
        <translation>Interprétation</translation>
    </message>
    <message>
        <source>Draft interpretation</source>
        <translation>Ébauche d&apos;interprétation</translation>
    </message>
    <message>
        <source>Sections of the report</source>
        <translation>Sections du compte rendu</translation>
    </message>
    <message>
        <source>attested</source>
        <translation>validé</translation>
    </message>
    <message>
        <source>Not assessed</source>
        <translation>Non évalué</translation>
    </message>
    <message>
        <source>Attested</source>
        <translation>Validé</translation>
    </message>
    <message>
        <source>Attest section  {key}</source>
        <translation>Valider la section  {key}</translation>
    </message>
    <message>
        <source>You stand for what this section says ({key})</source>
        <translation>Vous répondez de ce que dit cette section ({key})</translation>
    </message>
    <message>
        <source>Accept, edit or reject each sentence first</source>
        <translation>Acceptez, modifiez ou rejetez d&apos;abord chaque phrase</translation>
    </message>
    <message>
        <source>The section says nothing yet</source>
        <translation>La section ne dit encore rien</translation>
    </message>
    <message>
        <source>Add a sentence of your own; Enter keeps it</source>
        <translation>Ajouter une phrase à vous ; Entrée la garde</translation>
    </message>
    <message>
        <source>Add a sentence of your own</source>
        <translation>Ajouter une phrase à vous</translation>
    </message>
    <message>
        <source>Attest this section</source>
        <translation>Valider cette section</translation>
    </message>
    <message>
        <source>Not assessed…</source>
        <translation>Non évalué…</translation>
    </message>
    <message>
        <source>Say why this section is not assessed; its sentences are not printed</source>
        <translation>Dire pourquoi cette section n&apos;est pas évaluée ; ses phrases ne sont pas imprimées</translation>
    </message>
    <message>
        <source>Why the section is not assessed</source>
        <translation>Pourquoi la section n&apos;est pas évaluée</translation>
    </message>
    <message>
        <source>Why not?</source>
        <translation>Pourquoi ?</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Noter</translation>
    </message>
    <message>
        <source>Mark the section as not assessed (Enter)</source>
        <translation>Noter la section comme non évaluée (Entrée)</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Laisser</translation>
    </message>
    <message>
        <source>Leave it as it was (Esc)</source>
        <translation>Laisser comme c&apos;était (Échap)</translation>
    </message>
    <message>
        <source>born {date}</source>
        <translation>né(e) le {date}</translation>
    </message>
    <message>
        <source>accession {number}</source>
        <translation>demande {number}</translation>
    </message>
    <message>
        <source>recorded: {words}</source>
        <translation>enregistré : {words}</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>acceptées</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>modifiées</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>à vous</translation>
    </message>
    <message numerus="yes">
        <source>%n section attested</source>
        <comment>%n sections attested</comment>
        <translation>
            <numerusform>%n section validée</numerusform>
            <numerusform>%n sections validées</numerusform>
        </translation>
    </message>
    <message>
        <source>, {missing} not assessed</source>
        <translation>, {missing} non évaluées</translation>
    </message>
    <message numerus="yes">
        <source>%n sentence</source>
        <comment>%n sentences</comment>
        <translation>
            <numerusform>%n phrase</numerusform>
            <numerusform>%n phrases</numerusform>
        </translation>
    </message>
    <message>
        <source>The report as it will be printed</source>
        <translation>Le compte rendu tel qu&apos;il sera imprimé</translation>
    </message>
    <message>
        <source>All of its text</source>
        <translation>Tout son texte</translation>
    </message>
    <message>
        <source>All of its text; the pages are being set</source>
        <translation>Tout son texte ; les pages sont en composition</translation>
    </message>
    <message numerus="yes">
        <source>%n page</source>
        <comment>%n pages</comment>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was signed · {pages}</source>
        <translation>Tel qu&apos;il a été signé · {pages}</translation>
    </message>
    <message>
        <source>As it will be printed · {pages}</source>
        <translation>Tel qu&apos;il sera imprimé · {pages}</translation>
    </message>
    <message>
        <source>All of its text; the pages could not be set</source>
        <translation>Tout son texte ; les pages n&apos;ont pas pu être composées</translation>
    </message>
    <message>
        <source>The report&apos;s pages</source>
        <translation>Les pages du compte rendu</translation>
    </message>
    <message>
        <source>Page {number} of {count}</source>
        <translation>Page {number} sur {count}</translation>
    </message>
    <message>
        <source>I have reviewed this study and this interpretation, and I stand for it.</source>
        <translation>J&apos;ai revu cet examen et cette interprétation, et j&apos;en réponds.</translation>
    </message>
    <message>
        <source>I have reviewed this interpretation as supervising physician.</source>
        <translation>J&apos;ai revu cette interprétation comme médecin superviseur.</translation>
    </message>
    <message>
        <source>I have corrected this interpretation; it replaces the earlier revision.</source>
        <translation>J&apos;ai corrigé cette interprétation ; elle remplace la révision précédente.</translation>
    </message>
    <message>
        <source>Choose a passphrase, at least {least} characters</source>
        <translation>Choisissez une phrase secrète d&apos;au moins {least} caractères</translation>
    </message>
    <message>
        <source>Passphrase that you choose now</source>
        <translation>Phrase secrète que vous choisissez maintenant</translation>
    </message>
    <message>
        <source>Sign the interpretation</source>
        <translation>Signer l&apos;interprétation</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Signé</translation>
    </message>
    <message>
        <source>by {who}</source>
        <translation>par {who}</translation>
    </message>
    <message>
        <source>The report is locked. A change makes a new revision that names this one.</source>
        <translation>Le compte rendu est verrouillé. Un changement crée une nouvelle révision qui cite celle-ci.</translation>
    </message>
    <message>
        <source>Saved to</source>
        <translation>Enregistré dans</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>SHA-256 du fichier</translation>
    </message>
    <message>
        <source>Patient {name}, {facts}</source>
        <translation>Patient {name}, {facts}</translation>
    </message>
    <message numerus="yes">
        <source>%n thing missing</source>
        <comment>%n things missing</comment>
        <translation>
            <numerusform>%n point manque</numerusform>
            <numerusform>%n points manquent</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose one to go there.</source>
        <translation>Choisissez-en un pour y aller.</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>Continuer la lecture</translation>
    </message>
    <message>
        <source>What you sign</source>
        <translation>Ce que vous signez</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Signé par</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Sens</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Phrase secrète</translation>
    </message>
    <message>
        <source>Passphrase of your signing identity</source>
        <translation>Phrase secrète de votre identité de signature</translation>
    </message>
    <message>
        <source>The same passphrase again</source>
        <translation>La même phrase secrète encore</translation>
    </message>
    <message>
        <source>My certificate…</source>
        <translation>Mon certificat…</translation>
    </message>
    <message>
        <source>Sign with your own identity: choose its PKCS#12 file (.p12, .pfx)</source>
        <translation>Signer avec votre propre identité : choisissez son fichier PKCS#12 (.p12, .pfx)</translation>
    </message>
    <message>
        <source>First signature: the passphrase you choose now (at least {least} characters) protects your demonstration identity.</source>
        <translation>Première signature : la phrase choisie ici (au moins {least} caractères) protège votre identité de démo.</translation>
    </message>
    <message>
        <source>Demonstration identity, made on this computer.</source>
        <translation>Identité de démonstration, créée sur cet ordinateur.</translation>
    </message>
    <message>
        <source>It is no legal signature: it shows that the file is unchanged, not who signed it.</source>
        <translation>Pas une signature légale : elle montre que le fichier est inchangé, pas qui l&apos;a signé.</translation>
    </message>
    <message>
        <source>The model was trained on synthetic data: not for diagnosis.</source>
        <translation>Modèle entraîné sur données synthétiques : non destiné au diagnostic.</translation>
    </message>
    <message>
        <source>Your signing identity</source>
        <translation>Votre identité de signature</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Tous les fichiers</translation>
    </message>
    <message>
        <source>Signing…</source>
        <translation>Signature…</translation>
    </message>
    <message>
        <source>The two are the same</source>
        <translation>Les deux sont identiques</translation>
    </message>
    <message>
        <source>{count} of at least {least} characters</source>
        <translation>{count} caractères sur au moins {least}</translation>
    </message>
    <message>
        <source>Type it once more</source>
        <translation>Tapez-la encore une fois</translation>
    </message>
    <message>
        <source>The two are not the same</source>
        <translation>Les deux ne sont pas identiques</translation>
    </message>
    <message>
        <source>Accept this sentence</source>
        <translation>Accepter cette phrase</translation>
    </message>
    <message>
        <source>Edit this sentence</source>
        <translation>Modifier cette phrase</translation>
    </message>
    <message>
        <source>Reject this sentence: it is struck through and not printed</source>
        <translation>Rejeter cette phrase : elle est barrée et non imprimée</translation>
    </message>
    <message>
        <source>, {votes} of {of} nearest reports agree</source>
        <translation>, {votes} des {of} comptes rendus les plus proches concordent</translation>
    </message>
    <message>
        <source>Show the evidence</source>
        <translation>Montrer la justification</translation>
    </message>
    <message>
        <source>Missing number in {unit}</source>
        <translation>Nombre manquant en {unit}</translation>
    </message>
    <message>
        <source>Missing number</source>
        <translation>Nombre manquant</translation>
    </message>
    <message>
        <source>Enter keeps it, Esc leaves it</source>
        <translation>Entrée garde, Échap laisse</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>Phrase</translation>
    </message>
    <message>
        <source>How many of the nearest reports say the same. Click for the evidence.</source>
        <translation>Combien des comptes rendus les plus proches disent la même chose. Cliquez pour la justification.</translation>
    </message>
    <message>
        <source>Enter keeps it, Esc leaves it as it was</source>
        <translation>Entrée garde, Échap laisse comme c&apos;était</translation>
    </message>
    <message>
        <source>{figures} agree</source>
        <translation>{figures} d&apos;accord</translation>
    </message>
    <message>
        <source>not assessed</source>
        <translation>non évalué</translation>
    </message>
    <message>
        <source>{name}, not assessed{reason}</source>
        <translation>{name}, non évalué{reason}</translation>
    </message>
    <message>
        <source>{left} to review</source>
        <translation>{left} à relire</translation>
    </message>
    <message>
        <source>{name}, {sentences}, {left} to review</source>
        <translation>{name}, {sentences}, {left} à relire</translation>
    </message>
    <message>
        <source>{name}, {sentences}, attested</source>
        <translation>{name}, {sentences}, validé</translation>
    </message>
    <message>
        <source>to attest</source>
        <translation>à valider</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Vous</translation>
    </message>
    <message>
        <source>taken out</source>
        <translation>retirée</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>rejetée</translation>
    </message>
    <message>
        <source>{who} · to review</source>
        <translation>{who} · à relire</translation>
    </message>
    <message>
        <source>{who} · number missing</source>
        <translation>{who} · nombre manquant</translation>
    </message>
    <message>
        <source>{who} · edited</source>
        <translation>{who} · modifiée</translation>
    </message>
    <message>
        <source>your number</source>
        <translation>votre nombre</translation>
    </message>
    <message>
        <source>{who} · accepted</source>
        <translation>{who} · acceptée</translation>
    </message>
    <message>
        <source>signed and locked</source>
        <translation>signé et verrouillé</translation>
    </message>
    <message>
        <source>Written by hand</source>
        <translation>Écrit à la main</translation>
    </message>
    <message>
        <source>Preliminary</source>
        <translation>Provisoire</translation>
    </message>
    <message>
        <source>Amends revision {revision}</source>
        <translation>Rectifie la révision {revision}</translation>
    </message>
    <message numerus="yes">
        <source>%n sentence to review</source>
        <comment>%n sentences to review</comment>
        <translation>
            <numerusform>%n phrase à relire</numerusform>
            <numerusform>%n phrases à relire</numerusform>
        </translation>
    </message>
    <message>
        <source>{who}, not signed{todo}</source>
        <translation>{who}, sans signature{todo}</translation>
    </message>
    <message>
        <source>by {name} at {moment}</source>
        <translation>par {name} le {moment}</translation>
    </message>
    <message>
        <source>Reading the pictures</source>
        <translation>Lecture des images</translation>
    </message>
    <message>
        <source>Looking for what may be a name</source>
        <translation>Recherche de ce qui peut être un nom</translation>
    </message>
    <message>
        <source>covered: the picture may show a name</source>
        <translation>cachée : l&apos;image montre peut-être un nom</translation>
    </message>
    <message>
        <source>clip {number}</source>
        <translation>boucle {number}</translation>
    </message>
    <message>
        <source>no view of “{name}” is in this study</source>
        <translation>aucune coupe de « {name} » n&apos;est dans cet examen</translation>
    </message>
    <message>
        <source>the views are not known yet</source>
        <translation>les coupes ne sont pas encore connues</translation>
    </message>
    <message>
        <source>No {label} in this study</source>
        <translation>Pas de {label} dans cet examen</translation>
    </message>
    <message>
        <source>the clips of this study name no two stages of stress</source>
        <translation>les boucles de cet examen ne nomment pas deux paliers d&apos;effort</translation>
    </message>
    <message>
        <source>No {view} at {stage}</source>
        <translation>Pas de {view} à {stage}</translation>
    </message>
    <message numerus="yes">
        <source>%n clip has no place: repeated, or more than 4 stages or views</source>
        <comment>%n clips have no place: repeated, or more than 4 stages or views</comment>
        <translation>
            <numerusform>%n boucle n&apos;a pas de place : répétée, ou plus de 4 paliers ou coupes</numerusform>
            <numerusform>%n boucles n&apos;ont pas de place : répétées, ou plus de 4 paliers ou coupes</numerusform>
        </translation>
    </message>
    <message>
        <source>no earlier study of this patient is known</source>
        <translation>aucun examen antérieur de ce patient n&apos;est connu</translation>
    </message>
    <message>
        <source>the view of this clip is not known yet</source>
        <translation>la coupe de cette boucle n&apos;est pas encore connue</translation>
    </message>
    <message>
        <source>the view of this clip is not known</source>
        <translation>la coupe de cette boucle n&apos;est pas connue</translation>
    </message>
    <message>
        <source>looking for {view} in the study of {date}: clip {number} of {count}</source>
        <translation>recherche de {view} dans l&apos;examen du {date} : boucle {number} sur {count}</translation>
    </message>
    <message>
        <source>the study of {date} has no {view}</source>
        <translation>l&apos;examen du {date} n&apos;a pas de {view}</translation>
    </message>
    <message>
        <source>the study of {date} has no clip that is known as {view}</source>
        <translation>l&apos;examen du {date} n&apos;a pas de boucle connue comme {view}</translation>
    </message>
    <message>
        <source>same view</source>
        <translation>même coupe</translation>
    </message>
    <message>
        <source>unknown date</source>
        <translation>date inconnue</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Gris</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>Contraste</translation>
    </message>
    <message>
        <source>Soft</source>
        <translation>Doux</translation>
    </message>
    <message>
        <source>Sepia</source>
        <translation>Sépia</translation>
    </message>
    <message>
        <source>Ice</source>
        <translation>Glace</translation>
    </message>
    <message>
        <source>gain {gain:.2f}×</source>
        <translation>gain {gain:.2f}×</translation>
    </message>
    <message>
        <source>gamma {gamma:.2f}</source>
        <translation>gamma {gamma:.2f}</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>inversé</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Gain</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Grey map</source>
        <translation>Échelle de gris</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Inversé</translation>
    </message>
    <message>
        <source>Exactly the pixels of the file</source>
        <translation>Exactement les pixels du fichier</translation>
    </message>
    <message>
        <source>As recorded</source>
        <translation>Comme enregistré</translation>
    </message>
    <message>
        <source>Colour Doppler keeps its colours.</source>
        <translation>Le Doppler couleur garde ses couleurs.</translation>
    </message>
    <message>
        <source>Keep these tiles as a preset …</source>
        <translation>Garder ces cases comme préréglage …</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Oublier</translation>
    </message>
    <message>
        <source>Fill the panel, or back</source>
        <translation>Remplir le panneau, ou retour</translation>
    </message>
    <message>
        <source>Key frames: {count}</source>
        <translation>Images clés : {count}</translation>
    </message>
    <message>
        <source>Keep as a preset</source>
        <translation>Garder comme préréglage</translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation>Nom du préréglage :</translation>
    </message>
    <message>
        <source>all</source>
        <translation>tout</translation>
    </message>
    <message>
        <source>no name</source>
        <translation>sans nom</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucune</translation>
    </message>
    <message>
        <source>{rate:.1f} fps</source>
        <translation>{rate:.1f} i/s</translation>
    </message>
    <message>
        <source>assumed</source>
        <translation>supposée</translation>
    </message>
    <message>
        <source>{speed:g}× speed</source>
        <translation>vitesse {speed:g}×</translation>
    </message>
    <message>
        <source>backwards</source>
        <translation>en arrière</translation>
    </message>
    <message>
        <source>beats in step</source>
        <translation>cycles synchrones</translation>
    </message>
    <message>
        <source>true</source>
        <translation>réelle</translation>
    </message>
    <message>
        <source>{rate:.0f} shown</source>
        <translation>{rate:.0f} montrées</translation>
    </message>
    <message>
        <source>frame {number} cannot be decoded</source>
        <translation>l&apos;image {number} ne peut pas être décodée</translation>
    </message>
    <message numerus="yes">
        <source>%n frame cannot be decoded</source>
        <comment>%n frames cannot be decoded</comment>
        <translation>
            <numerusform>%n image ne peut pas être décodée</numerusform>
            <numerusform>%n images ne peuvent pas être décodées</numerusform>
        </translation>
    </message>
    <message>
        <source>{whole-picture} shows the whole picture</source>
        <translation>{whole-picture} montre l&apos;image entière</translation>
    </message>
    <message>
        <source>{as-recorded} as recorded</source>
        <translation>{as-recorded} tel qu&apos;enregistré</translation>
    </message>
    <message numerus="yes">
        <source>%n frame at {rate}</source>
        <comment>%n frames at {rate}</comment>
        <translation>
            <numerusform>%n image à {rate}</numerusform>
            <numerusform>%n images à {rate}</numerusform>
        </translation>
    </message>
    <message>
        <source>Clip {number}, {view}{certainty}, {length}{notes}</source>
        <translation>Boucle {number}, {view}{certainty}, {length}{notes}</translation>
    </message>
    <message>
        <source>HR {rate:.0f}</source>
        <translation>FC {rate:.0f}</translation>
    </message>
    <message>
        <source>depth {depth} cm</source>
        <translation>profondeur {depth} cm</translation>
    </message>
    <message>
        <source>earlier study of {day:%Y-%m-%d}</source>
        <translation>examen antérieur du {day:%Y-%m-%d}</translation>
    </message>
    <message>
        <source>earlier study</source>
        <translation>examen antérieur</translation>
    </message>
    <message>
        <source>assumed timing</source>
        <translation>durée d&apos;image supposée</translation>
    </message>
    <message>
        <source>calibration refused: {reason}</source>
        <translation>calibration refusée : {reason}</translation>
    </message>
    <message>
        <source>uncalibrated</source>
        <translation>non calibré</translation>
    </message>
    <message>
        <source>too little room for the ECG</source>
        <translation>pas assez de place pour l&apos;ECG</translation>
    </message>
    <message>
        <source>no ECG is known in this clip</source>
        <translation>aucun ECG n&apos;est connu dans cette boucle</translation>
    </message>
    <message>
        <source>frame {frame} is no key frame any more</source>
        <translation>l&apos;image {frame} n&apos;est plus une image clé</translation>
    </message>
    <message>
        <source>frame {frame} is kept as key frame {count}</source>
        <translation>l&apos;image {frame} est gardée comme image clé {count}</translation>
    </message>
    <message>
        <source>no key frame is kept yet</source>
        <translation>aucune image clé n&apos;est encore gardée</translation>
    </message>
    <message>
        <source>{key-frame} keeps this one</source>
        <translation>{key-frame} garde celle-ci</translation>
    </message>
    <message>
        <source>frame {frame}</source>
        <translation>image {frame}</translation>
    </message>
    <message>
        <source>{view}, frame {frame}</source>
        <translation>{view}, image {frame}</translation>
    </message>
    <message>
        <source>from the pictures</source>
        <translation>d&apos;après les images</translation>
    </message>
    <message>
        <source>no R waves are known in this clip</source>
        <translation>aucune onde R n&apos;est connue dans cette boucle</translation>
    </message>
    <message>
        <source>end-diastole: R wave</source>
        <translation>télédiastole : onde R</translation>
    </message>
    <message>
        <source>end-diastole, from the pictures</source>
        <translation>télédiastole, d&apos;après les images</translation>
    </message>
    <message>
        <source>end-systole, estimated from the heart rate</source>
        <translation>télésystole, estimée d&apos;après la fréquence cardiaque</translation>
    </message>
    <message>
        <source>end-systole, from the pictures</source>
        <translation>télésystole, d&apos;après les images</translation>
    </message>
    <message>
        <source>nothing of the kind in the part that plays</source>
        <translation>rien de tel dans la partie lue</translation>
    </message>
    <message>
        <source>one beat cannot be chosen: {reason}</source>
        <translation>un battement ne peut être choisi : {reason}</translation>
    </message>
    <message>
        <source>{start-here} and {stop-here} trim by hand</source>
        <translation>{start-here} et {stop-here} raccourcissent à la main</translation>
    </message>
    <message>
        <source>one beat, {length:.0f} ms</source>
        <translation>un cycle, {length:.0f} ms</translation>
    </message>
    <message>
        <source>plays there and back</source>
        <translation>lecture aller et retour</translation>
    </message>
    <message>
        <source>loops</source>
        <translation>lecture en boucle</translation>
    </message>
    <message>
        <source>beats cannot keep step: {reason}</source>
        <translation>les cycles ne peuvent pas se synchroniser : {reason}</translation>
    </message>
    <message>
        <source>Apical trio</source>
        <translation>Trio apical</translation>
    </message>
    <message>
        <source>Left ventricle</source>
        <translation>Ventricule gauche</translation>
    </message>
    <message>
        <source>Colour Doppler</source>
        <translation>Doppler couleur</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Vue d&apos;ensemble</translation>
    </message>
    <message>
        <source>off</source>
        <translation>non</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>horloge</translation>
    </message>
    <message>
        <source>Drag a clip here, or press its number</source>
        <translation>Glissez une boucle ici, ou tapez son numéro</translation>
    </message>
    <message>
        <source>Empty tile</source>
        <translation>Case vide</translation>
    </message>
    <message>
        <source>Frame {frame}, {start:.0f} ms</source>
        <translation>Image {frame}, {start:.0f} ms</translation>
    </message>
    <message numerus="yes">
        <source>Shaded: the model saw %n frame, {first} to {last}</source>
        <comment>Shaded: the model saw %n frames, {first} to {last}</comment>
        <translation>
            <numerusform>Ombré : le modèle a vu %n image, de {first} à {last}</numerusform>
            <numerusform>Ombré : le modèle a vu %n images, de {first} à {last}</numerusform>
        </translation>
    </message>
    <message>
        <source>Ticks: R waves</source>
        <translation>Traits : ondes R</translation>
    </message>
    <message>
        <source>ECG: {source}</source>
        <translation>ECG : {source}</translation>
    </message>
    <message>
        <source>Drag the ends to trim</source>
        <translation>Tirez les extrémités pour raccourcir</translation>
    </message>
    <message>
        <source>{one-beat} loops one beat</source>
        <translation>{one-beat} répète un battement</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>vitesse</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>Hang by view: presets, stress</source>
        <translation>Disposer par coupe : préréglages, effort</translation>
    </message>
    <message>
        <source>Prior</source>
        <translation>Antérieur</translation>
    </message>
    <message>
        <source>The same view of the earlier study</source>
        <translation>La même coupe de l&apos;examen antérieur</translation>
    </message>
    <message>
        <source>Clips keep step: by clock, by R–R</source>
        <translation>Synchroniser les boucles : à l&apos;horloge, sur R–R</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Gain, gamma, grey map</source>
        <translation>Gain, gamma, échelle de gris</translation>
    </message>
    <message>
        <source>{frame-back} or ,</source>
        <translation>{frame-back} ou ,</translation>
    </message>
    <message>
        <source>{frame-on} or .</source>
        <translation>{frame-on} ou .</translation>
    </message>
    <message>
        <source>{slower} slower, {faster} faster</source>
        <translation>{slower} plus lent, {faster} plus vite</translation>
    </message>
    <message>
        <source>{preset} next preset</source>
        <translation>{preset} préréglage suivant</translation>
    </message>
    <message>
        <source>{inverted} inverts</source>
        <translation>{inverted} inverse</translation>
    </message>
    <message>
        <source>Words over the pictures: all, no name, none</source>
        <translation>Mots sur les images : tout, sans nom, aucune</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Lire</translation>
    </message>
    <message>
        <source>Speed {speed}, backwards</source>
        <translation>Vitesse {speed}, en arrière</translation>
    </message>
    <message>
        <source>Speed {speed}</source>
        <translation>Vitesse {speed}</translation>
    </message>
    <message>
        <source>Sync: {mode}</source>
        <translation>Sync : {mode}</translation>
    </message>
    <message>
        <source>Overlay: {mode}</source>
        <translation>Légende : {mode}</translation>
    </message>
    <message>
        <source>Backwards</source>
        <translation>À rebours</translation>
    </message>
    <message>
        <source>One tile</source>
        <translation>Une case</translation>
    </message>
    <message>
        <source>{layout} tiles</source>
        <translation>{layout} cases</translation>
    </message>
    <message>
        <source>{layout} changes</source>
        <translation>{layout} change</translation>
    </message>
    <message>
        <source>Reading headers</source>
        <translation>Lecture des en-têtes</translation>
    </message>
    <message>
        <source>Looking at clips</source>
        <translation>Examen des boucles</translation>
    </message>
    <message>
        <source>real</source>
        <translation>réel</translation>
    </message>
    <message>
        <source>synthetic</source>
        <translation>synthétique</translation>
    </message>
    <message>
        <source>ECG</source>
        <translation>ECG</translation>
    </message>
    <message>
        <source>R waves of the header</source>
        <translation>ondes R de l&apos;en-tête</translation>
    </message>
    <message>
        <source>ECG read from the picture</source>
        <translation>ECG lu dans l&apos;image</translation>
    </message>
    <message>
        <source>ECG in the picture only</source>
        <translation>ECG dans l&apos;image seulement</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>moyenne</translation>
    </message>
    <message>
        <source>last</source>
        <translation>dernier</translation>
    </message>
    <message>
        <source>max</source>
        <translation>maximum</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>distance</translation>
    </message>
    <message>
        <source>length</source>
        <translation>longueur</translation>
    </message>
    <message>
        <source>area</source>
        <translation>surface</translation>
    </message>
    <message>
        <source>angle</source>
        <translation>angle</translation>
    </message>
    <message>
        <source>volume</source>
        <translation>volume</translation>
    </message>
    <message>
        <source>long axis</source>
        <translation>grand axe</translation>
    </message>
    <message>
        <source>velocity</source>
        <translation>vitesse</translation>
    </message>
    <message>
        <source>peak velocity</source>
        <translation>vitesse maximale</translation>
    </message>
    <message>
        <source>peak gradient</source>
        <translation>gradient maximal</translation>
    </message>
    <message>
        <source>mean velocity</source>
        <translation>vitesse moyenne</translation>
    </message>
    <message>
        <source>mean gradient</source>
        <translation>gradient moyen</translation>
    </message>
    <message>
        <source>slope</source>
        <translation>pente</translation>
    </message>
    <message>
        <source>deceleration time</source>
        <translation>temps de décélération</translation>
    </message>
    <message>
        <source>pressure half-time</source>
        <translation>temps de demi-pression</translation>
    </message>
    <message>
        <source>interval</source>
        <translation>intervalle</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>fréquence</translation>
    </message>
    <message>
        <source>Uncalibrated: distances in pixels only</source>
        <translation>Non calibré : distances en pixels seulement</translation>
    </message>
    <message>
        <source>Calibrated by hand: lengths rest on the line you drew</source>
        <translation>Calibré à la main : les longueurs reposent sur votre ligne</translation>
    </message>
    <message>
        <source>parasternal long</source>
        <translation>parasternale grand axe</translation>
    </message>
    <message>
        <source>parasternal short</source>
        <translation>parasternale petit axe</translation>
    </message>
    <message>
        <source>apical</source>
        <translation>apicale</translation>
    </message>
    <message>
        <source>subcostal</source>
        <translation>sous-costale</translation>
    </message>
    <message>
        <source>suprasternal</source>
        <translation>suprasternale</translation>
    </message>
    <message>
        <source>Parasternal long axis</source>
        <translation>Coupe parasternale grand axe</translation>
    </message>
    <message>
        <source>Parasternal long axis increased depth</source>
        <translation>Coupe parasternale grand axe, profondeur augmentée</translation>
    </message>
    <message>
        <source>Parasternal long axis zoomed aortic valve</source>
        <translation>Coupe parasternale grand axe, zoom valve aortique</translation>
    </message>
    <message>
        <source>Parasternal long axis zoomed mitral valve</source>
        <translation>Coupe parasternale grand axe, zoom valve mitrale</translation>
    </message>
    <message>
        <source>Parasternal long axis ascending aorta</source>
        <translation>Coupe parasternale grand axe, aorte ascendante</translation>
    </message>
    <message>
        <source>RV inflow</source>
        <translation>Chambre d&apos;admission du VD</translation>
    </message>
    <message>
        <source>RV outflow</source>
        <translation>Chambre de chasse du VD</translation>
    </message>
    <message>
        <source>Parasternal short axis aortic valve</source>
        <translation>Coupe parasternale petit axe, valve aortique</translation>
    </message>
    <message>
        <source>Parasternal short axis zoomed aortic valve</source>
        <translation>Coupe parasternale petit axe, zoom valve aortique</translation>
    </message>
    <message>
        <source>Parasternal short axis pulmonary artery bifurcation</source>
        <translation>Coupe parasternale petit axe, bifurcation pulmonaire</translation>
    </message>
    <message>
        <source>Parasternal short axis mitral valve</source>
        <translation>Coupe parasternale petit axe, valve mitrale</translation>
    </message>
    <message>
        <source>Parasternal short axis papillary muscles</source>
        <translation>Coupe parasternale petit axe, piliers</translation>
    </message>
    <message>
        <source>Parasternal short axis apex</source>
        <translation>Coupe parasternale petit axe, apex</translation>
    </message>
    <message>
        <source>Apical four chamber</source>
        <translation>Coupe apicale 4 cavités</translation>
    </message>
    <message>
        <source>Apical four chamber LV focused</source>
        <translation>Coupe apicale 4 cavités centrée VG</translation>
    </message>
    <message>
        <source>Apical four chamber RV focused</source>
        <translation>Coupe apicale 4 cavités centrée VD</translation>
    </message>
    <message>
        <source>Apical four chamber atria focused</source>
        <translation>Coupe apicale 4 cavités centrée oreillettes</translation>
    </message>
    <message>
        <source>Apical two chamber</source>
        <translation>Coupe apicale 2 cavités</translation>
    </message>
    <message>
        <source>Apical two chamber LV focused</source>
        <translation>Coupe apicale 2 cavités centrée VG</translation>
    </message>
    <message>
        <source>Apical three chamber</source>
        <translation>Coupe apicale 3 cavités</translation>
    </message>
    <message>
        <source>Apical five chamber</source>
        <translation>Coupe apicale 5 cavités</translation>
    </message>
    <message>
        <source>Subcostal four chamber</source>
        <translation>Coupe sous-costale 4 cavités</translation>
    </message>
    <message>
        <source>Subcostal short axis</source>
        <translation>Coupe sous-costale petit axe</translation>
    </message>
    <message>
        <source>Subcostal inferior vena cava</source>
        <translation>Coupe sous-costale, veine cave inférieure</translation>
    </message>
    <message>
        <source>Suprasternal notch aortic arch</source>
        <translation>Coupe suprasternale, crosse aortique</translation>
    </message>
    <message>
        <source>Parasternal long axis colour aortic and mitral valve</source>
        <translation>Coupe parasternale grand axe, couleur valves aortique et mitrale</translation>
    </message>
    <message>
        <source>Parasternal long axis colour ventricular septum</source>
        <translation>Coupe parasternale grand axe, couleur septum interventriculaire</translation>
    </message>
    <message>
        <source>RV inflow colour tricuspid valve</source>
        <translation>Chambre d&apos;admission du VD, couleur valve tricuspide</translation>
    </message>
    <message>
        <source>RV outflow colour pulmonic valve</source>
        <translation>Chambre de chasse du VD, couleur valve pulmonaire</translation>
    </message>
    <message>
        <source>Parasternal short axis colour aortic valve</source>
        <translation>Coupe parasternale petit axe, couleur valve aortique</translation>
    </message>
    <message>
        <source>Parasternal short axis colour tricuspid valve</source>
        <translation>Coupe parasternale petit axe, couleur valve tricuspide</translation>
    </message>
    <message>
        <source>Parasternal short axis colour pulmonic valve</source>
        <translation>Coupe parasternale petit axe, couleur valve pulmonaire</translation>
    </message>
    <message>
        <source>Parasternal short axis colour mitral valve</source>
        <translation>Coupe parasternale petit axe, couleur valve mitrale</translation>
    </message>
    <message>
        <source>Apical four chamber colour mitral valve</source>
        <translation>Coupe apicale 4 cavités, couleur valve mitrale</translation>
    </message>
    <message>
        <source>Apical four chamber colour tricuspid valve</source>
        <translation>Coupe apicale 4 cavités, couleur valve tricuspide</translation>
    </message>
    <message>
        <source>Apical four chamber colour pulmonary veins</source>
        <translation>Coupe apicale 4 cavités, couleur veines pulmonaires</translation>
    </message>
    <message>
        <source>Apical two chamber colour mitral valve</source>
        <translation>Coupe apicale 2 cavités, couleur valve mitrale</translation>
    </message>
    <message>
        <source>Apical three chamber colour LVOT and mitral valve</source>
        <translation>Coupe apicale 3 cavités, couleur CCVG et valve mitrale</translation>
    </message>
    <message>
        <source>Apical five chamber colour LVOT</source>
        <translation>Coupe apicale 5 cavités, couleur CCVG</translation>
    </message>
    <message>
        <source>Subcostal colour atrial septum</source>
        <translation>Coupe sous-costale, couleur septum interauriculaire</translation>
    </message>
    <message>
        <source>Subcostal colour IVC and hepatic veins</source>
        <translation>Coupe sous-costale, couleur VCI et veines sus-hépatiques</translation>
    </message>
    <message>
        <source>Subcostal abdominal aorta</source>
        <translation>Coupe sous-costale, aorte abdominale</translation>
    </message>
    <message>
        <source>Suprasternal notch colour aortic arch</source>
        <translation>Coupe suprasternale, couleur crosse aortique</translation>
    </message>
    <message>
        <source>Mitral inflow pulsed wave</source>
        <translation>Flux mitral, Doppler pulsé</translation>
    </message>
    <message>
        <source>LVOT pulsed wave</source>
        <translation>CCVG, Doppler pulsé</translation>
    </message>
    <message>
        <source>Pulmonary vein pulsed wave</source>
        <translation>Veine pulmonaire, Doppler pulsé</translation>
    </message>
    <message>
        <source>RVOT pulsed wave</source>
        <translation>CCVD, Doppler pulsé</translation>
    </message>
    <message>
        <source>Hepatic vein pulsed wave</source>
        <translation>Veine sus-hépatique, Doppler pulsé</translation>
    </message>
    <message>
        <source>Aortic valve continuous wave</source>
        <translation>Valve aortique, Doppler continu</translation>
    </message>
    <message>
        <source>Mitral valve continuous wave</source>
        <translation>Valve mitrale, Doppler continu</translation>
    </message>
    <message>
        <source>Tricuspid valve continuous wave apical</source>
        <translation>Valve tricuspide, Doppler continu apical</translation>
    </message>
    <message>
        <source>Tricuspid valve continuous wave RV inflow</source>
        <translation>Valve tricuspide, Doppler continu admission VD</translation>
    </message>
    <message>
        <source>Pulmonic valve continuous wave</source>
        <translation>Valve pulmonaire, Doppler continu</translation>
    </message>
    <message>
        <source>Descending aorta pulsed wave</source>
        <translation>Aorte descendante, Doppler pulsé</translation>
    </message>
    <message>
        <source>Tissue Doppler septal annulus</source>
        <translation>Doppler tissulaire, anneau septal</translation>
    </message>
    <message>
        <source>Tissue Doppler lateral annulus</source>
        <translation>Doppler tissulaire, anneau latéral</translation>
    </message>
    <message>
        <source>Tissue Doppler tricuspid annulus</source>
        <translation>Doppler tissulaire, anneau tricuspide</translation>
    </message>
    <message>
        <source>M-mode tricuspid annulus</source>
        <translation>TM, anneau tricuspide</translation>
    </message>
    <message>
        <source>Protocol: {done} of {total} recorded</source>
        <translation>Protocole : {done} sur {total} présents</translation>
    </message>
    <message>
        <source>The fastest that works</source>
        <translation>Le plus rapide qui marche</translation>
    </message>
    <message>
        <source>Core ML</source>
        <translation>Core ML</translation>
    </message>
    <message>
        <source>Reader&apos;s name</source>
        <translation>Nom du lecteur</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>for instance MD, FESC</source>
        <translation>par exemple MD, FESC</translation>
    </message>
    <message>
        <source>Body surface</source>
        <translation>Surface corporelle</translation>
    </message>
    <message>
        <source>Draft with the model</source>
        <translation>Brouillon avec le modèle</translation>
    </message>
    <message>
        <source>Choose a bundle</source>
        <translation>Choisir un paquet</translation>
    </message>
    <message>
        <source>The one that ships</source>
        <translation>Celui qui est fourni</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Appareil</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Stands in the audit record and in the list of studies, from the next start.</source>
        <translation>Figure au journal d&apos;audit et dans la liste des examens, dès le prochain démarrage.</translation>
    </message>
    <message>
        <source>Printed under the signature of your own certificate, from the next one on.</source>
        <translation>Imprimé sous la signature de votre propre certificat, dès la prochaine.</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Mesure</translation>
    </message>
    <message>
        <source>Counts at once: header, indexed values and draft follow. What is signed stays as it is.</source>
        <translation>Vaut aussitôt : en-tête, valeurs indexées et brouillon suivent. Ce qui est signé reste tel quel.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Bundle, device and drafting count from the next start.</source>
        <translation>Paquet, appareil et brouillon valent dès le prochain démarrage.</translation>
    </message>
    <message>
        <source>Counts from the next start.</source>
        <translation>Vaut dès le prochain démarrage.</translation>
    </message>
    <message>
        <source>A name</source>
        <translation>Un nom</translation>
    </message>
    <message>
        <source>A credential</source>
        <translation>Un titre</translation>
    </message>
    <message>
        <source>This computer has no {device}: the models would run on the CPU. Choose another one.</source>
        <translation>Cet ordinateur n&apos;a pas {device} : les modèles tourneraient sur le CPU. Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>none that can be used</source>
        <translation>aucun utilisable</translation>
    </message>
    <message>
        <source>The folder of a model bundle</source>
        <translation>Le dossier d&apos;un paquet de modèles</translation>
    </message>
    <message>
        <source>{title} (checked: whole, and right on this computer)</source>
        <translation>{title} (vérifié : complet et juste sur cet ordinateur)</translation>
    </message>
    <message>
        <source>Checking every file and the golden clip</source>
        <translation>Vérification de chaque fichier et de la boucle de référence</translation>
    </message>
    <message>
        <source>The demonstration bundle</source>
        <translation>Le paquet de démonstration</translation>
    </message>
</context>
</TS>
