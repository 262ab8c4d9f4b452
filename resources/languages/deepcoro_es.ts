<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name></name>
    <message>
        <source>Letters and notes: {count}</source>
        <translation>Cartas y notas: {count}</translation>
    </message>
    <message>
        <source>Letters and notes: none</source>
        <translation>Cartas y notas: ninguna</translation>
    </message>
    <message>
        <source>date missing</source>
        <translation>falta la fecha</translation>
    </message>
    <message>
        <source>Echocardiography</source>
        <translation>Ecocardiografía</translation>
    </message>
    <message numerus="yes">
        <source>%n clip</source>
        <comment>%n clips</comment>
        <translation>
            <numerusform>%n clip</numerusform>
            <numerusform>%n clips</numerusform>
        </translation>
    </message>
    <message>
        <source>Not opened. {conflict}</source>
        <translation>No abierto. {conflict}</translation>
    </message>
    <message>
        <source>Put the prior away</source>
        <translation>Guardar el estudio previo</translation>
    </message>
    <message>
        <source>Referral letters and notes ({key})</source>
        <translation>Cartas de derivación y notas ({key})</translation>
    </message>
    <message>
        <source>Protocol: not known yet</source>
        <translation>Protocolo: aún no se conoce</translation>
    </message>
    <message numerus="yes">
        <source>
and %n more</source>
        <comment>
and %n more</comment>
        <translation>
            <numerusform>
y %n más</numerusform>
            <numerusform>
y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>Not recorded:
{missing}{more}</source>
        <translation>No registrado:
{missing}{more}</translation>
    </message>
    <message>
        <source>Everything expected is recorded</source>
        <translation>Todo lo esperado está registrado</translation>
    </message>
    <message>
        <source>Set the views of clips, or have them analysed</source>
        <translation>Indique las vistas de los clips o analícelos</translation>
    </message>
    <message>
        <source>Priors: {count}</source>
        <translation>Previos: {count}</translation>
    </message>
    <message>
        <source>Priors: none</source>
        <translation>Previos: ninguno</translation>
    </message>
    <message>
        <source>, {undated} of unknown order</source>
        <translation>, {undated} de orden desconocido</translation>
    </message>
    <message>
        <source>, {doubtful} in conflict</source>
        <translation>, {doubtful} en conflicto</translation>
    </message>
    <message>
        <source>Earlier studies with the same patient ID; ID and birth date must agree</source>
        <translation>Estudios anteriores con el mismo ID de paciente; el ID y la fecha de nacimiento deben coincidir</translation>
    </message>
    <message>
        <source>
{key} shows the clip in hand beside the study of {when}</source>
        <translation>
{key} muestra el clip activo junto al estudio de {when}</translation>
    </message>
    <message>
        <source>Parasternal</source>
        <translation>Paraesternal</translation>
    </message>
    <message>
        <source>Apical</source>
        <translation>Apical</translation>
    </message>
    <message>
        <source>Subcostal · SSN</source>
        <translation>Subcostal · SSN</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otros</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>Clips</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>No usados</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>suyo</translation>
    </message>
    <message>
        <source>still</source>
        <translation>imagen fija</translation>
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
        <translation>visto</translation>
    </message>
    <message>
        <source>not watched</source>
        <translation>no visto</translation>
    </message>
    <message>
        <source>, weight {weight:.2f}</source>
        <translation>, peso {weight:.2f}</translation>
    </message>
    <message>
        <source>, not used: {note}</source>
        <translation>, no usado: {note}</translation>
    </message>
    <message>
        <source>Clip {number}, {view}, {details}{weight}, {seen}{note}</source>
        <translation>Clip {number}, {view}, {details}{weight}, {seen}{note}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>en espera</translation>
    </message>
    <message>
        <source>view not known</source>
        <translation>plano desconocido</translation>
    </message>
    <message>
        <source>Clip {number}: {view}</source>
        <translation>Clip {number}: {view}</translation>
    </message>
    <message>
        <source>Weight for this section {weight:.2f}, relative to the other clips; not a probability</source>
        <translation>Peso para esta sección {weight:.2f}, relativo a los demás clips; no es una probabilidad</translation>
    </message>
    <message>
        <source>The scanner calls it {said}</source>
        <translation>El ecógrafo lo llama {said}</translation>
    </message>
    <message>
        <source>Its view code says {meaning}</source>
        <translation>Su código de vista dice {meaning}</translation>
    </message>
    <message>
        <source>Its colours are treated as {colours}: your choice</source>
        <translation>Sus colores se tratan como {colours}: elección suya</translation>
    </message>
    <message>
        <source>Not used: {note}</source>
        <translation>No usado: {note}</translation>
    </message>
    <message>
        <source>The file gives no frame time: the rate is assumed</source>
        <translation>El archivo no da el tiempo de imagen: la frecuencia es supuesta</translation>
    </message>
    <message>
        <source>Watched once</source>
        <translation>Visto una vez</translation>
    </message>
    <message>
        <source>Not watched through yet</source>
        <translation>Aún no visto entero</translation>
    </message>
    <message>
        <source>As the file says</source>
        <translation>Como dice el archivo</translation>
    </message>
    <message>
        <source>Treat as RGB</source>
        <translation>Tratar como RGB</translation>
    </message>
    <message>
        <source>Treat as YBR</source>
        <translation>Tratar como YBR</translation>
    </message>
    <message>
        <source>This study has no clips.</source>
        <translation>Este estudio no tiene clips.</translation>
    </message>
    <message>
        <source>Open in the active tile</source>
        <translation>Abrir en la casilla activa</translation>
    </message>
    <message>
        <source>Correct the view</source>
        <translation>Corregir el plano</translation>
    </message>
    <message>
        <source>Back to the model&apos;s view</source>
        <translation>Volver al plano del modelo</translation>
    </message>
    <message>
        <source>Take into the analysis again</source>
        <translation>Incluir de nuevo en el análisis</translation>
    </message>
    <message>
        <source>Leave out of the analysis</source>
        <translation>Excluir del análisis</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>no picture</source>
        <translation>sin imagen</translation>
    </message>
    <message>
        <source>Search by name, ID, date, indication, reader</source>
        <translation>Buscar por nombre, ID, fecha, indicación, lector</translation>
    </message>
    <message>
        <source>Search studies</source>
        <translation>Buscar estudios</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
    <message>
        <source>Reading the list of studies</source>
        <translation>Leyendo la lista de estudios</translation>
    </message>
    <message>
        <source>Show all studies</source>
        <translation>Mostrar todos los estudios</translation>
    </message>
    <message>
        <source>No study matches</source>
        <translation>Ningún estudio coincide</translation>
    </message>
    <message>
        <source>Change the search or switch a filter off.</source>
        <translation>Cambie la búsqueda o quite un filtro.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>Abrir archivo</translation>
    </message>
    <message>
        <source>Demo study</source>
        <translation>Estudio demo</translation>
    </message>
    <message>
        <source>Studies</source>
        <translation>Estudios</translation>
    </message>
    <message>
        <source>Import the sample study: a computed heart, no patient</source>
        <translation>Importar el estudio de ejemplo: un corazón calculado, ningún paciente</translation>
    </message>
    <message>
        <source>Import a folder of DICOM files ({key})</source>
        <translation>Importar una carpeta de archivos DICOM ({key})</translation>
    </message>
    <message>
        <source>Import a DICOM file, a DICOMDIR or a zip ({key})</source>
        <translation>Importar un archivo DICOM, un DICOMDIR o un zip ({key})</translation>
    </message>
    <message>
        <source>Search by name, ID, date, indication, reader ({key})</source>
        <translation>Buscar por nombre, ID, fecha, indicación, lector ({key})</translation>
    </message>
    <message>
        <source>Drop a folder, a zip or files anywhere to import them · Enter opens the selected study, {urgent} marks it urgent, {assign} assigns it to you</source>
        <translation>Suelte una carpeta, un zip o archivos en cualquier lugar para importarlos · Intro abre el estudio elegido, {urgent} lo marca urgente, {assign} se lo asigna a usted</translation>
    </message>
    <message>
        <source>Drop a folder, a zip or DICOM files here</source>
        <translation>Suelte aquí una carpeta, un zip o archivos DICOM</translation>
    </message>
    <message>
        <source>Or open the demo study: a computed heart, analysed while you watch. Nothing leaves this computer.</source>
        <translation>O abra el estudio demo: un corazón calculado, analizado ante sus ojos. Nada sale de este ordenador.</translation>
    </message>
    <message>
        <source>Self test: {names} FAILED</source>
        <translation>Autoprueba: {names} FALLIDA</translation>
    </message>
    <message>
        <source>Self test: {names} pass</source>
        <translation>Autoprueba: {names} superada</translation>
    </message>
    <message>
        <source>The program&apos;s self test failed: {names}.</source>
        <translation>La autoprueba del programa ha fallado: {names}.</translation>
    </message>
    <message>
        <source>Results may be wrong on this computer. Point at the line below.</source>
        <translation>Los resultados pueden ser erróneos en este ordenador. Señale la línea de abajo.</translation>
    </message>
    <message>
        <source>Open a folder of DICOM files</source>
        <translation>Abrir una carpeta de archivos DICOM</translation>
    </message>
    <message>
        <source>Open DICOM files, a DICOMDIR or a zip</source>
        <translation>Abrir archivos DICOM, un DICOMDIR o un zip</translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} de {total}</translation>
    </message>
    <message>
        <source>Open	Enter</source>
        <translation>Abrir	Intro</translation>
    </message>
    <message>
        <source>Not urgent any more</source>
        <translation>Ya no urgente</translation>
    </message>
    <message>
        <source>Mark as urgent</source>
        <translation>Marcar como urgente</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>Devolver</translation>
    </message>
    <message>
        <source>Assign to me</source>
        <translation>Asignármelo</translation>
    </message>
    <message>
        <source>Assign to {name}</source>
        <translation>Asignar a {name}</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Born</source>
        <translation>Nacimiento</translation>
    </message>
    <message>
        <source>Examined</source>
        <translation>Examinado</translation>
    </message>
    <message>
        <source>Study and indication</source>
        <translation>Estudio e indicación</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Lector</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Informe</translation>
    </message>
    <message>
        <source>AI draft</source>
        <translation>Borrador IA</translation>
    </message>
    <message>
        <source>Unsigned</source>
        <translation>Sin firmar</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Míos</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Urgentes</translation>
    </message>
    <message>
        <source>AI draft ready</source>
        <translation>Borrador IA listo</translation>
    </message>
    <message>
        <source>AI failed</source>
        <translation>IA fallida</translation>
    </message>
    <message>
        <source>no report</source>
        <translation>sin informe</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>borrador</translation>
    </message>
    <message>
        <source>preliminary</source>
        <translation>preliminar</translation>
    </message>
    <message>
        <source>signed</source>
        <translation>firmado</translation>
    </message>
    <message>
        <source>amended</source>
        <translation>enmendado</translation>
    </message>
    <message>
        <source>not analysed</source>
        <translation>no analizado</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>listo</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fallido</translation>
    </message>
    <message>
        <source>name missing</source>
        <translation>falta el nombre</translation>
    </message>
    <message>
        <source>{name} · URGENT</source>
        <translation>{name} · URGENTE</translation>
    </message>
    <message>
        <source>ID missing</source>
        <translation>falta el ID</translation>
    </message>
    <message>
        <source>no indication given</source>
        <translation>sin indicación</translation>
    </message>
    <message>
        <source>Amend the signed report</source>
        <translation>Enmendar el informe firmado</translation>
    </message>
    <message>
        <source>The signed revision stays as it is. A new one is begun; it names the old one and prints this reason.</source>
        <translation>La revisión firmada queda como está. Se empieza una nueva; nombra a la anterior e imprime este motivo.</translation>
    </message>
    <message>
        <source>Why does the report change?</source>
        <translation>¿Por qué cambia el informe?</translation>
    </message>
    <message>
        <source>For instance: ejection fraction corrected after review of the tracing</source>
        <translation>Por ejemplo: fracción de eyección corregida tras revisar el trazado</translation>
    </message>
    <message>
        <source>Why the report changes</source>
        <translation>Por qué cambia el informe</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Begin the amendment</source>
        <translation>Empezar la enmienda</translation>
    </message>
    <message>
        <source>Click a key, or go to it with Tab and press Enter, to give its action another one.</source>
        <translation>Haga clic en una tecla, o vaya a ella con Tab y pulse Intro, para dar otra a su acción.</translation>
    </message>
    <message>
        <source>press a key</source>
        <translation>pulse una tecla</translation>
    </message>
    <message>
        <source>{words}: {key}. Press Enter to change</source>
        <translation>{words}: {key}. Pulse Intro para cambiar</translation>
    </message>
    <message>
        <source>Change the key for: {words}</source>
        <translation>Cambiar la tecla de: {words}</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message>
        <source>Take it, and swap the two</source>
        <translation>Tomarla, e intercambiar las dos</translation>
    </message>
    <message>
        <source>All keys as at first</source>
        <translation>Todas las teclas como al principio</translation>
    </message>
    <message>
        <source>{key} is taken: {words}.</source>
        <translation>{key} está ocupada: {words}.</translation>
    </message>
    <message>
        <source>{what} Choose another key.</source>
        <translation>{what} Elija otra tecla.</translation>
    </message>
    <message>
        <source>Every action has the key that it had at first.</source>
        <translation>Cada acción tiene la tecla que tenía al principio.</translation>
    </message>
    <message>
        <source>Press the new key for: {words}. Esc leaves it.</source>
        <translation>Pulse la nueva tecla para: {words}. Esc la deja.</translation>
    </message>
    <message>
        <source>Letters and notes</source>
        <translation>Cartas y notas</translation>
    </message>
    <message>
        <source>Nothing is attached. Drop a PDF, a text or a picture here.</source>
        <translation>No hay nada adjunto. Suelte aquí un PDF, un texto o una imagen.</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>Attach a file</source>
        <translation>Adjuntar un archivo</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Escribir una nota</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>For instance: what the referring physician asked on the telephone</source>
        <translation>Por ejemplo: lo que el médico remitente preguntó por teléfono</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Keep the note</source>
        <translation>Guardar la nota</translation>
    </message>
    <message>
        <source>Attach letters and notes</source>
        <translation>Adjuntar cartas y notas</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Documentos</translation>
    </message>
    <message numerus="yes">
        <source>%n byte</source>
        <comment>%n bytes</comment>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message>
        <source>Page of the guide</source>
        <translation>Página de la guía</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>Guía</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>Buscar en la guía</translation>
    </message>
    <message>
        <source>Pages of the guide</source>
        <translation>Páginas de la guía</translation>
    </message>
    <message>
        <source>No page holds these words.</source>
        <translation>Ninguna página contiene estas palabras.</translation>
    </message>
    <message numerus="yes">
        <source>%n file found = {loaded} loaded + {refused} refused</source>
        <comment>%n files found = {loaded} loaded + {refused} refused</comment>
        <translation>
            <numerusform>%n archivo encontrado = {loaded} cargados + {refused} rechazados</numerusform>
            <numerusform>%n archivos encontrados = {loaded} cargados + {refused} rechazados</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>Importación</translation>
    </message>
    <message>
        <source>Looking for DICOM files</source>
        <translation>Buscando archivos DICOM</translation>
    </message>
    <message>
        <source>Open study</source>
        <translation>Abrir estudio</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} de {total}</translation>
    </message>
    <message>
        <source>Nothing was imported</source>
        <translation>No se importó nada</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Loaded  {name} · {patient_id} · {clips}</source>
        <translation>Cargado  {name} · {patient_id} · {clips}</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Rechazados</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Qué hacer</translation>
    </message>
    <message>
        <source>Open the first study</source>
        <translation>Abrir el primer estudio</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Deteniendo</translation>
    </message>
    <message numerus="yes">
        <source>%n study imported</source>
        <comment>%n studies imported</comment>
        <translation>
            <numerusform>%n estudio importado</numerusform>
            <numerusform>%n estudios importados</numerusform>
        </translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>{name} (yours)</source>
        <translation>{name} (suyo)</translation>
    </message>
    <message>
        <source>used</source>
        <translation>usado</translation>
    </message>
    <message>
        <source>not used: {reason}</source>
        <translation>no usado: {reason}</translation>
    </message>
    <message>
        <source>not analysed yet</source>
        <translation>aún no analizado</translation>
    </message>
    <message>
        <source>refused: {reason} {remedy}</source>
        <translation>rechazado: {reason} {remedy}</translation>
    </message>
    <message>
        <source>Clips used</source>
        <translation>Clips usados</translation>
    </message>
    <message>
        <source>{count} in the study = {used} used + {left} not used or refused</source>
        <translation>{count} en el estudio = {used} usados + {left} no usados o rechazados</translation>
    </message>
    <message>
        <source>{count} in the study; not analysed yet</source>
        <translation>{count} en el estudio; aún no analizados</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Clip</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Plano</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Qué fue de él</translation>
    </message>
    <message>
        <source>Device {device} · decoding {decode:.1f} s · preparing {preprocess:.1f} s · views {views:.1f} s · embedding {embed:.1f} s · retrieval {retrieve:.1f} s · in all {seconds:.1f} s</source>
        <translation>Dispositivo {device} · decodificación {decode:.1f} s · preparación {preprocess:.1f} s · planos {views:.1f} s · incrustación {embed:.1f} s · búsqueda {retrieve:.1f} s · en total {seconds:.1f} s</translation>
    </message>
    <message>
        <source>Synthetic data: computed hearts, no patient. For demonstration, not for diagnosis.</source>
        <translation>Datos sintéticos: corazones calculados, ningún paciente. Para demostración, no para diagnóstico.</translation>
    </message>
    <message>
        <source>Clinical data.</source>
        <translation>Datos clínicos.</translation>
    </message>
    <message>
        <source>{value} (95 % interval {low:.3g} to {high:.3g})</source>
        <translation>{value} (intervalo del 95 % de {low:.3g} a {high:.3g})</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Sin modelo</translation>
    </message>
    <message>
        <source>Studies can be read, reported and signed without a model; nothing is drafted.</source>
        <translation>Los estudios se pueden leer, informar y firmar sin modelo; no se redacta ningún borrador.</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>Ficha del modelo</translation>
    </message>
    <message>
        <source>DeepCORO Desktop {version} · Apache-2.0 · research use only</source>
        <translation>DeepCORO Desktop {version} · Apache-2.0 · solo para investigación</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Another bundle, another device, or no model</source>
        <translation>Otro paquete, otro dispositivo o ningún modelo</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>Paquete</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Huella</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Intended use</source>
        <translation>Uso previsto</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Entrenado con</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Planos</translation>
    </message>
    <message>
        <source>{views} views, {sections} sections of the report</source>
        <translation>{views} planos, {sections} secciones del informe</translation>
    </message>
    <message>
        <source>Prior reports</source>
        <translation>Informes anteriores</translation>
    </message>
    <message>
        <source>{count} {origin} reports; {neighbours} nearest ones vote</source>
        <translation>{count} informes ({origin}); votan los {neighbours} más cercanos</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Búsqueda</translation>
    </message>
    <message>
        <source>Graphs</source>
        <translation>Grafos</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>How good it is</source>
        <translation>Qué tal es</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>Cifra</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Measured by {note}</source>
        <translation>Medido con {note}</translation>
    </message>
    <message>
        <source>The bundle states no figures.</source>
        <translation>El paquete no da cifras.</translation>
    </message>
    <message>
        <source>Known limits</source>
        <translation>Límites conocidos</translation>
    </message>
    <message>
        <source>The bundle states no limits. Assume that it has some.</source>
        <translation>El paquete no declara límites. Suponga que los tiene.</translation>
    </message>
    <message>
        <source>birth date missing</source>
        <translation>falta la fecha de nacimiento</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Talla</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Peso</translation>
    </message>
    <message>
        <source>Systolic pressure</source>
        <translation>Presión sistólica</translation>
    </message>
    <message>
        <source>Diastolic pressure</source>
        <translation>Presión diastólica</translation>
    </message>
    <message>
        <source>Rhythm</source>
        <translation>Ritmo</translation>
    </message>
    <message>
        <source>Indication</source>
        <translation>Indicación</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Sexo</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Edad</translation>
    </message>
    <message>
        <source>years</source>
        <translation>años</translation>
    </message>
    <message>
        <source>Blood pressure</source>
        <translation>Presión arterial</translation>
    </message>
    <message>
        <source>Indexed values, what is normal and the report&apos;s header follow at once. The DICOM files are not changed; earlier studies are matched by what is recorded.</source>
        <translation>Los valores indexados, los normales y la cabecera del informe cambian al momento. Los archivos DICOM no se modifican; los estudios anteriores se buscan por lo registrado.</translation>
    </message>
    <message>
        <source>as recorded: {sex}</source>
        <translation>como consta: {sex}</translation>
    </message>
    <message>
        <source>female (F)</source>
        <translation>femenino (F)</translation>
    </message>
    <message>
        <source>male (M)</source>
        <translation>masculino (M)</translation>
    </message>
    <message>
        <source>Birth date</source>
        <translation>Fecha de nacimiento</translation>
    </message>
    <message>
        <source>YYYY-MM-DD</source>
        <translation>AAAA-MM-DD</translation>
    </message>
    <message>
        <source>Birth date: {text} is no date, as 1954-02-11</source>
        <translation>Fecha de nacimiento: {text} no es una fecha como 1954-02-11</translation>
    </message>
    <message>
        <source>The age at the study follows from the birth date</source>
        <translation>La edad en el estudio se deduce de la fecha de nacimiento</translation>
    </message>
    <message>
        <source>The age at the study</source>
        <translation>La edad en el estudio</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>BSA needs height and weight</source>
        <translation>La SC necesita talla y peso</translation>
    </message>
    <message>
        <source>Recorded: sex {sex}, birth date {born}, age {age}. Both are kept, and shown in the report.</source>
        <translation>Consta: sexo {sex}, fecha de nacimiento {born}, edad {age}. Ambos se conservan y figuran en el informe.</translation>
    </message>
    <message>
        <source>{field}: {text} is no number</source>
        <translation>{field}: {text} no es un número</translation>
    </message>
    <message>
        <source>Expected parts of a comprehensive adult transthoracic examination: American Society of Echocardiography, J Am Soc Echocardiogr 2019;32:1-64. Views are those that the model or you gave the clips.</source>
        <translation>Partes esperadas de un estudio transtorácico completo del adulto: American Society of Echocardiography, J Am Soc Echocardiogr 2019;32:1-64. Los planos son los que el modelo o usted dieron a los clips.</translation>
    </message>
    <message>
        <source>Completeness of the examination</source>
        <translation>Integridad del estudio</translation>
    </message>
    <message numerus="yes">
        <source>{words}. %n missing.</source>
        <comment>{words}. %n missing.</comment>
        <translation>
            <numerusform>{words}. Falta %n.</numerusform>
            <numerusform>{words}. Faltan %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>{words}. Nothing is missing.</source>
        <translation>{words}. No falta nada.</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>falta</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>registrado</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Ventana</translation>
    </message>
    <message>
        <source>Parts of the examination</source>
        <translation>Partes del estudio</translation>
    </message>
    <message>
        <source>Table of {headings}</source>
        <translation>Tabla de {headings}</translation>
    </message>
    <message>
        <source>Problem: {message} {remedy}</source>
        <translation>Problema: {message} {remedy}</translation>
    </message>
    <message>
        <source>Your work is saved. Restart, and send us {name}.</source>
        <translation>Su trabajo está guardado. Reinicie y envíenos {name}.</translation>
    </message>
    <message>
        <source>Agreement of the nearest reports</source>
        <translation>Acuerdo de los informes más cercanos</translation>
    </message>
    <message>
        <source>Your own sentence: no report was asked.</source>
        <translation>Frase suya: no se consultó ningún informe.</translation>
    </message>
    <message>
        <source>No sentence of the model in this section.</source>
        <translation>Ninguna frase del modelo en esta sección.</translation>
    </message>
    <message numerus="yes">
        <source>Agreement of the %n nearest report</source>
        <comment>Agreement of the %n nearest reports</comment>
        <translation>
            <numerusform>Acuerdo del %n informe más cercano</numerusform>
            <numerusform>Acuerdo de los %n informes más cercanos</numerusform>
        </translation>
    </message>
    <message>
        <source>say the same</source>
        <translation>dicen lo mismo</translation>
    </message>
    <message>
        <source>says the same</source>
        <translation>dice lo mismo</translation>
    </message>
    <message>
        <source>say something else</source>
        <translation>dicen otra cosa</translation>
    </message>
    <message>
        <source>says something else</source>
        <translation>dice otra cosa</translation>
    </message>
    <message>
        <source>say nothing about it</source>
        <translation>no dicen nada de ello</translation>
    </message>
    <message>
        <source>says nothing about it</source>
        <translation>no dice nada de ello</translation>
    </message>
    <message>
        <source>Views known of {known} of {count} clips</source>
        <translation>Plano conocido en {known} de {count} clips</translation>
    </message>
    <message>
        <source>Clip {number}</source>
        <translation>Clip {number}</translation>
    </message>
    <message>
        <source>{clip}, {view}, {relative:.2f} of the largest weight</source>
        <translation>{clip}, {view}, {relative:.2f} del peso mayor</translation>
    </message>
    <message>
        <source>{clip}, {view}: {relative:.2f} of the largest weight; {share:.0f} % of all clips&apos; weight in this section. Not a probability. Click to play it.</source>
        <translation>{clip}, {view}: {relative:.2f} del peso mayor; {share:.0f} % del peso de todos los clips en esta sección. No es una probabilidad. Haga clic para reproducirlo.</translation>
    </message>
    <message>
        <source>Show the first {count}</source>
        <translation>Mostrar los {count} primeros</translation>
    </message>
    <message numerus="yes">
        <source>Show the %n clip</source>
        <comment>Show all %n clips</comment>
        <translation>
            <numerusform>Mostrar el %n clip</numerusform>
            <numerusform>Mostrar los %n clips</numerusform>
        </translation>
    </message>
    <message>
        <source>Probability of each view as the view classifier gives it</source>
        <translation>Probabilidad de cada plano según el clasificador</translation>
    </message>
    <message>
        <source>Say which view the clip shows; weights and draft are made again. The change is kept.</source>
        <translation>Diga qué plano muestra el clip; pesos y borrador se rehacen. El cambio se conserva.</translation>
    </message>
    <message>
        <source>View of clip {number}</source>
        <translation>Plano del clip {number}</translation>
    </message>
    <message>
        <source>Correct the view of clip {number}</source>
        <translation>Corregir el plano del clip {number}</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>aún desconocido</translation>
    </message>
    <message>
        <source>not examined</source>
        <translation>no examinado</translation>
    </message>
    <message>
        <source>Set the view…</source>
        <translation>Indicar el plano…</translation>
    </message>
    <message>
        <source>set by you</source>
        <translation>indicado por usted</translation>
    </message>
    <message>
        <source>corrected by you</source>
        <translation>corregido por usted</translation>
    </message>
    <message>
        <source>view classifier</source>
        <translation>clasificador</translation>
    </message>
    <message>
        <source>Take the correction back</source>
        <translation>Retirar la corrección</translation>
    </message>
    <message>
        <source>Correct the view…</source>
        <translation>Corregir el plano…</translation>
    </message>
    <message>
        <source>Relative weight of each clip for this section (learned per clip; not a probability)</source>
        <translation>Peso relativo de cada clip para esta sección (aprendido por clip; no es una probabilidad)</translation>
    </message>
    <message>
        <source>Relative weight of each clip for this section (fixed table by view; not a probability)</source>
        <translation>Peso relativo de cada clip para esta sección (tabla fija por plano; no es una probabilidad)</translation>
    </message>
    <message>
        <source>Relative weight of each clip for this section (kept with the draft; not a probability)</source>
        <translation>Peso relativo de cada clip para esta sección (guardado con el borrador; no es una probabilidad)</translation>
    </message>
    <message>
        <source>The model learned for each section which clips to look at. A bar is a clip&apos;s weight divided by the largest. It says how much a clip counted, not how sure the model is.</source>
        <translation>El modelo aprendió para cada sección qué clips mirar. Una barra es el peso de un clip dividido por el mayor. Dice cuánto contó un clip, no cuán seguro está el modelo.</translation>
    </message>
    <message>
        <source>A fixed table says how much each view counts for a section. A bar is a clip&apos;s weight divided by the largest. It says how much a clip counted, not how sure the model is.</source>
        <translation>Una tabla fija dice cuánto cuenta cada plano para una sección. Una barra es el peso de un clip dividido por el mayor. Dice cuánto contó un clip, no cuán seguro está el modelo.</translation>
    </message>
    <message>
        <source>The weights were saved with the draft. A bar is a clip&apos;s weight divided by the largest. It says how much a clip counted, not how sure the model is.</source>
        <translation>Los pesos se guardaron con el borrador. Una barra es el peso de un clip dividido por el mayor. Dice cuánto contó un clip, no cuán seguro está el modelo.</translation>
    </message>
    <message>
        <source>view unknown</source>
        <translation>plano desconocido</translation>
    </message>
    <message>
        <source>no reason was given</source>
        <translation>no se dio ningún motivo</translation>
    </message>
    <message>
        <source>Open a study</source>
        <translation>Abra un estudio</translation>
    </message>
    <message>
        <source>What the model looked at, and why it drafts what it drafts, stands here.</source>
        <translation>Aquí está lo que miró el modelo, y por qué redacta lo que redacta.</translation>
    </message>
    <message>
        <source>Not assessed: {reason}</source>
        <translation>No valorado: {reason}</translation>
    </message>
    <message>
        <source>No view, no sentence: the model says nothing about this section.</source>
        <translation>Sin plano no hay frase: el modelo no dice nada de esta sección.</translation>
    </message>
    <message>
        <source>No model has read this study</source>
        <translation>Ningún modelo ha leído este estudio</translation>
    </message>
    <message>
        <source>The report can be written and signed without it.</source>
        <translation>El informe se puede escribir y firmar sin él.</translation>
    </message>
    <message>
        <source>Choose a section</source>
        <translation>Elija una sección</translation>
    </message>
    <message>
        <source>The evidence follows the section in focus in the report.</source>
        <translation>El fundamento sigue a la sección elegida en el informe.</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Fundamento</translation>
    </message>
    <message>
        <source>being read again</source>
        <translation>se lee de nuevo</translation>
    </message>
    <message>
        <source>not read again: see the report</source>
        <translation>no releído: vea el informe</translation>
    </message>
    <message>
        <source>The models are reading the study</source>
        <translation>Los modelos leen el estudio</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Empezando</translation>
    </message>
    <message>
        <source>OTHER PATIENT</source>
        <translation>OTRO PACIENTE</translation>
    </message>
    <message>
        <source>This report tells of another patient. Its numbers are left out.</source>
        <translation>Este informe trata de otro paciente. Se omiten sus números.</translation>
    </message>
    <message>
        <source>similarity {similarity:.3f} · {origin}</source>
        <translation>similitud {similarity:.3f} · {origin}</translation>
    </message>
    <message>
        <source>Similarity {similarity:.3f}, {origin} report of study {report_id}</source>
        <translation>Similitud {similarity:.3f}, informe ({origin}) del estudio {report_id}</translation>
    </message>
    <message>
        <source>Says nothing about: {section}.</source>
        <translation>No dice nada de: {section}.</translation>
    </message>
    <message>
        <source>study {report_id}</source>
        <translation>estudio {report_id}</translation>
    </message>
    <message>
        <source>Report {rank}, other patient, similarity {similarity:.3f}, {origin}: {text}</source>
        <translation>Informe {rank}, otro paciente, similitud {similarity:.3f}, {origin}: {text}</translation>
    </message>
    <message>
        <source>Says the same as the sentence in focus.</source>
        <translation>Dice lo mismo que la frase elegida.</translation>
    </message>
    <message>
        <source>Retrieved reports · {count} nearest</source>
        <translation>Informes encontrados · {count} más cercanos</translation>
    </message>
    <message>
        <source>Retrieved reports</source>
        <translation>Informes encontrados</translation>
    </message>
    <message>
        <source>They are not kept with a saved draft. Analyse the study again to see them.</source>
        <translation>No se guardan con un borrador guardado. Analice de nuevo el estudio para verlos.</translation>
    </message>
    <message>
        <source>Show {more} more of {count}</source>
        <translation>Mostrar {more} más de {count}</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>Report — DeepCORO Desktop</source>
        <translation>Informe — DeepCORO Desktop</translation>
    </message>
    <message>
        <source>The model: what it was trained on, its figures and limits</source>
        <translation>El modelo: con qué se entrenó, sus cifras y sus límites</translation>
    </message>
    <message>
        <source>All keys of the window, and how to change them</source>
        <translation>Todas las teclas de la ventana, y cómo cambiarlas</translation>
    </message>
    <message>
        <source>The guide, at the page on the part in hand</source>
        <translation>La guía, en la página de la parte activa</translation>
    </message>
    <message>
        <source>Research use only</source>
        <translation>Solo para investigación</translation>
    </message>
    <message>
        <source>Export PDF</source>
        <translation>Exportar PDF</translation>
    </message>
    <message>
        <source>Save the signed report as a file</source>
        <translation>Guardar el informe firmado como archivo</translation>
    </message>
    <message>
        <source>Amend</source>
        <translation>Enmendar</translation>
    </message>
    <message>
        <source>Start a new revision; the signed one stays as it is</source>
        <translation>Empezar una nueva revisión; la firmada queda como está</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Firmar</translation>
    </message>
    <message>
        <source>Next study</source>
        <translation>Siguiente estudio</translation>
    </message>
    <message>
        <source>Guide  {key}</source>
        <translation>Guía  {key}</translation>
    </message>
    <message>
        <source>Reader, body surface, model, device, language ({key})</source>
        <translation>Lector, superficie corporal, modelo, dispositivo, idioma ({key})</translation>
    </message>
    <message>
        <source>Keys  {key}</source>
        <translation>Teclas  {key}</translation>
    </message>
    <message>
        <source>The next unsigned study, urgent ones first ({key})</source>
        <translation>El siguiente estudio sin firmar, primero los urgentes ({key})</translation>
    </message>
    <message>
        <source>Saved {time:%H:%M:%S}</source>
        <translation>Guardado {time:%H:%M:%S}</translation>
    </message>
    <message>
        <source>Not saved: {message}</source>
        <translation>No guardado: {message}</translation>
    </message>
    <message>
        <source>Sign — no draft yet</source>
        <translation>Firmar — aún sin borrador</translation>
    </message>
    <message>
        <source>The draft comes with the analysis.</source>
        <translation>El borrador viene con el análisis.</translation>
    </message>
    <message>
        <source>Signed by {name}, {when}</source>
        <translation>Firmado por {name}, {when}</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>and %n more</comment>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign — %n thing left</source>
        <comment>Sign — %n things left</comment>
        <translation>
            <numerusform>Firmar — falta %n punto</numerusform>
            <numerusform>Firmar — faltan %n puntos</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign the report</source>
        <translation>Firmar el informe</translation>
    </message>
    <message>
        <source>Everything is reviewed.</source>
        <translation>Todo está revisado.</translation>
    </message>
    <message>
        <source>{seconds} s left</source>
        <translation>quedan {seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min left</source>
        <translation>quedan {minutes} min</translation>
    </message>
    <message>
        <source>Starting the model</source>
        <translation>Iniciando el modelo</translation>
    </message>
    <message>
        <source>Stop the analysis; the study stays open</source>
        <translation>Detener el análisis; el estudio sigue abierto</translation>
    </message>
    <message>
        <source>DEMONSTRATION MODEL · trained on synthetic data · not for diagnosis</source>
        <translation>MODELO DE DEMOSTRACIÓN · entrenado con datos sintéticos · no apto para diagnóstico</translation>
    </message>
    <message>
        <source>DEMONSTRATION MODEL
trained on synthetic data · not for diagnosis</source>
        <translation>MODELO DE DEMOSTRACIÓN
entrenado con datos sintéticos · no apto para diagnóstico</translation>
    </message>
    <message>
        <source>{now} (recorded: {before})</source>
        <translation>{now} (consta: {before})</translation>
    </message>
    <message>
        <source>{years} y</source>
        <translation>{years} a.</translation>
    </message>
    <message>
        <source>BSA {area:.2f} m²</source>
        <translation>SC {area:.2f} m²</translation>
    </message>
    <message>
        <source>BP not recorded</source>
        <translation>PA no registrada</translation>
    </message>
    <message>
        <source>body size not recorded</source>
        <translation>talla y peso no registrados</translation>
    </message>
    <message>
        <source>rhythm not recorded</source>
        <translation>ritmo no registrado</translation>
    </message>
    <message>
        <source>About this program and its model</source>
        <translation>Acerca de este programa y su modelo</translation>
    </message>
    <message>
        <source>Patient and examination</source>
        <translation>Paciente y estudio</translation>
    </message>
    <message>
        <source>Which clips were used, which were not, and why</source>
        <translation>Qué clips se usaron, cuáles no, y por qué</translation>
    </message>
    <message>
        <source>Complete or correct the header ({key})</source>
        <translation>Completar o corregir el encabezado ({key})</translation>
    </message>
    <message numerus="yes">
        <source>{used} of %n clip used</source>
        <comment>{used} of %n clips used</comment>
        <translation>
            <numerusform>{used} de %n clip usado</numerusform>
            <numerusform>{used} de %n clips usados</numerusform>
        </translation>
    </message>
    <message>
        <source>name hidden ({key})</source>
        <translation>nombre oculto ({key})</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supr</translation>
    </message>
    <message>
        <source>Page up</source>
        <translation>Re Pág</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>Av Pág</translation>
    </message>
    <message>
        <source>Ctrl</source>
        <translation>Ctrl</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Mayús</translation>
    </message>
    <message>
        <source>Alt</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Espacio</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>While a figure is in hand</source>
        <translation>Mientras se traza una figura</translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation>Abrir una carpeta</translation>
    </message>
    <message>
        <source>Open files or a zip</source>
        <translation>Abrir archivos o un zip</translation>
    </message>
    <message>
        <source>Search the studies</source>
        <translation>Buscar en los estudios</translation>
    </message>
    <message>
        <source>Choose and open a study</source>
        <translation>Elegir y abrir un estudio</translation>
    </message>
    <message>
        <source>Urgent, or not any more</source>
        <translation>Urgente, o ya no</translation>
    </message>
    <message>
        <source>Assign to me, or give back</source>
        <translation>Asignármelo, o devolverlo</translation>
    </message>
    <message>
        <source>Next study to read</source>
        <translation>Siguiente estudio por leer</translation>
    </message>
    <message>
        <source>Open a clip by its number</source>
        <translation>Abrir un clip por su número</translation>
    </message>
    <message>
        <source>Choose and open a clip in the list</source>
        <translation>Elegir y abrir un clip de la lista</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>Reproducir o pausar</translation>
    </message>
    <message>
        <source>Play backwards, or forwards</source>
        <translation>Reproducir hacia atrás, o hacia delante</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>Una imagen atrás</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>Una imagen adelante</translation>
    </message>
    <message>
        <source>Five frames back</source>
        <translation>Cinco imágenes atrás</translation>
    </message>
    <message>
        <source>Five frames on</source>
        <translation>Cinco imágenes adelante</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>Primera imagen</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>Última imagen</translation>
    </message>
    <message>
        <source>Next end-diastole</source>
        <translation>Siguiente telediástole</translation>
    </message>
    <message>
        <source>End-diastole before</source>
        <translation>Telediástole anterior</translation>
    </message>
    <message>
        <source>Next end-systole</source>
        <translation>Siguiente telesístole</translation>
    </message>
    <message>
        <source>End-systole before</source>
        <translation>Telesístole anterior</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>Más lento</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Más rápido</translation>
    </message>
    <message>
        <source>One beat, or all of the clip</source>
        <translation>Un latido, o todo el clip</translation>
    </message>
    <message>
        <source>Start at this frame</source>
        <translation>Empezar en esta imagen</translation>
    </message>
    <message>
        <source>Stop at this frame</source>
        <translation>Terminar en esta imagen</translation>
    </message>
    <message>
        <source>Loop, or there and back</source>
        <translation>En bucle, o ida y vuelta</translation>
    </message>
    <message>
        <source>Keep step: off, by clock, by R–R</source>
        <translation>Sincronizar: no, por reloj, por R–R</translation>
    </message>
    <message>
        <source>Next layout of the tiles</source>
        <translation>Siguiente disposición de las casillas</translation>
    </message>
    <message>
        <source>Next preset of views</source>
        <translation>Siguiente ajuste de planos</translation>
    </message>
    <message>
        <source>Stress study by stage and view</source>
        <translation>Eco de estrés por etapa y plano</translation>
    </message>
    <message>
        <source>Change this row for the next</source>
        <translation>Cambiar esta fila por la siguiente</translation>
    </message>
    <message>
        <source>Beside the earlier study, or back</source>
        <translation>Junto al estudio anterior, o volver</translation>
    </message>
    <message>
        <source>Keep this frame, or no more</source>
        <translation>Conservar esta imagen, o ya no</translation>
    </message>
    <message>
        <source>Go to the next frame kept</source>
        <translation>Ir a la siguiente imagen conservada</translation>
    </message>
    <message>
        <source>Measure: type what</source>
        <translation>Medir: escriba qué</translation>
    </message>
    <message>
        <source>Overlay: all, no name, none</source>
        <translation>Rótulos: todos, sin nombre, ninguno</translation>
    </message>
    <message>
        <source>ECG over the scrubber, or not</source>
        <translation>ECG sobre la barra de tiempo, o no</translation>
    </message>
    <message>
        <source>Inverted, or as recorded</source>
        <translation>Invertido, o como se registró</translation>
    </message>
    <message>
        <source>Next grey map</source>
        <translation>Siguiente escala de grises</translation>
    </message>
    <message>
        <source>Whole picture again</source>
        <translation>De nuevo la imagen entera</translation>
    </message>
    <message>
        <source>Gain and grey as recorded</source>
        <translation>Ganancia y gris como se registraron</translation>
    </message>
    <message>
        <source>Next sentence to review</source>
        <translation>Siguiente frase por revisar</translation>
    </message>
    <message>
        <source>Sentence above or below</source>
        <translation>Frase de arriba o de abajo</translation>
    </message>
    <message>
        <source>Accept the sentence</source>
        <translation>Aceptar la frase</translation>
    </message>
    <message>
        <source>Edit the sentence</source>
        <translation>Editar la frase</translation>
    </message>
    <message>
        <source>Reject the sentence</source>
        <translation>Rechazar la frase</translation>
    </message>
    <message>
        <source>Fill in the missing number</source>
        <translation>Completar el número que falta</translation>
    </message>
    <message>
        <source>Restore the sentence as it first came</source>
        <translation>Restaurar la frase como vino</translation>
    </message>
    <message>
        <source>Attest the section</source>
        <translation>Validar la sección</translation>
    </message>
    <message>
        <source>Copy the sentence into the impression</source>
        <translation>Copiar la frase en la conclusión</translation>
    </message>
    <message>
        <source>Take the last change back</source>
        <translation>Deshacer el último cambio</translation>
    </message>
    <message>
        <source>Make the change again</source>
        <translation>Rehacer el cambio</translation>
    </message>
    <message>
        <source>Back to the list of studies</source>
        <translation>Volver a la lista de estudios</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Pantalla completa</translation>
    </message>
    <message>
        <source>Hide or show the clips</source>
        <translation>Ocultar o mostrar los clips</translation>
    </message>
    <message>
        <source>Hide or show the evidence</source>
        <translation>Ocultar o mostrar el fundamento</translation>
    </message>
    <message>
        <source>Hide or show the report</source>
        <translation>Ocultar o mostrar el informe</translation>
    </message>
    <message>
        <source>Go to the clips</source>
        <translation>Ir a los clips</translation>
    </message>
    <message>
        <source>Go to the evidence</source>
        <translation>Ir al fundamento</translation>
    </message>
    <message>
        <source>Go to the report</source>
        <translation>Ir al informe</translation>
    </message>
    <message>
        <source>Report in a window of its own</source>
        <translation>Informe en su propia ventana</translation>
    </message>
    <message>
        <source>Patient: body size, pressure, rhythm, indication</source>
        <translation>Paciente: talla y peso, presión, ritmo, indicación</translation>
    </message>
    <message>
        <source>Referral letters and notes</source>
        <translation>Cartas de derivación y notas</translation>
    </message>
    <message>
        <source>Sign, or go to what is missing</source>
        <translation>Firmar, o ir a lo que falta</translation>
    </message>
    <message>
        <source>Help on the part in hand</source>
        <translation>Ayuda sobre la parte activa</translation>
    </message>
    <message>
        <source>All keys, and change them</source>
        <translation>Todas las teclas, y cambiarlas</translation>
    </message>
    <message>
        <source>Move the cross, or the chosen point</source>
        <translation>Mover la cruz o el punto elegido</translation>
    </message>
    <message>
        <source>Set a point; keep the figure</source>
        <translation>Poner un punto; conservar la figura</translation>
    </message>
    <message>
        <source>Choose the next point of the figure</source>
        <translation>Elegir el punto siguiente de la figura</translation>
    </message>
    <message>
        <source>Take the last point back</source>
        <translation>Retirar el último punto</translation>
    </message>
    <message>
        <source>Remove the figure</source>
        <translation>Quitar la figura</translation>
    </message>
    <message>
        <source>Skip a step of a guided examination</source>
        <translation>Omitir un paso de la medición guiada</translation>
    </message>
    <message>
        <source>Put the tool away</source>
        <translation>Dejar la herramienta</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>sin tecla</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Analizar de nuevo</translation>
    </message>
    <message>
        <source>the workspace; Export PDF saves a copy</source>
        <translation>el espacio de trabajo; Exportar PDF guarda una copia</translation>
    </message>
    <message>
        <source>Export the signed report</source>
        <translation>Exportar el informe firmado</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>Analizar</translation>
    </message>
    <message>
        <source>Measure on the clip beside it, or open the earlier study.</source>
        <translation>Mida en el clip de al lado, o abra el estudio anterior.</translation>
    </message>
    <message>
        <source>This picture belongs to an earlier study.</source>
        <translation>Esta imagen pertenece a un estudio anterior.</translation>
    </message>
    <message>
        <source>It is not known on which picture this was measured.</source>
        <translation>No se sabe en qué imagen se midió esto.</translation>
    </message>
    <message>
        <source>Look for it on the clips, or measure it anew.</source>
        <translation>Búsquelo en los clips o mídalo de nuevo.</translation>
    </message>
    <message>
        <source>no {quantity} here</source>
        <translation>aquí no hay «{quantity}»</translation>
    </message>
    <message>
        <source>not seen</source>
        <translation>no visto</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>hypokinetic</source>
        <translation>hipocinético</translation>
    </message>
    <message>
        <source>akinetic</source>
        <translation>acinético</translation>
    </message>
    <message>
        <source>dyskinetic</source>
        <translation>discinético</translation>
    </message>
    <message>
        <source>index {index:.2f}</source>
        <translation>índice {index:.2f}</translation>
    </message>
    <message>
        <source>no index</source>
        <translation>sin índice</translation>
    </message>
    <message>
        <source>Wall motion, {mean}. Segment {number}, {name}: {score}</source>
        <translation>Motilidad parietal, {mean}. Segmento {number}, {name}: {score}</translation>
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
        <translation>Lo encontrado</translation>
    </message>
    <message>
        <source>Measure…  LVIDd, AV VTI, guided, caliper</source>
        <translation>Medir…  LVIDd, AV VTI, guiado, distancia</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Medir</translation>
    </message>
    <message>
        <source>Press {measure} and type what to measure, or take a tool.</source>
        <translation>Pulse {measure} y escriba qué medir, o tome una herramienta.</translation>
    </message>
    <message>
        <source>Nothing measured yet.</source>
        <translation>Aún no hay medidas.</translation>
    </message>
    <message>
        <source>Type what to measure, or take a tool.</source>
        <translation>Escriba qué medir, o tome una herramienta.</translation>
    </message>
    <message>
        <source>Type a few letters and press Enter</source>
        <translation>Escriba unas letras y pulse Intro</translation>
    </message>
    <message>
        <source>Accept  ⏎</source>
        <translation>Aceptar  ⏎</translation>
    </message>
    <message>
        <source>Keep it and go on (Enter)</source>
        <translation>Conservar y seguir (Intro)</translation>
    </message>
    <message>
        <source>Skip  S</source>
        <translation>Saltar  S</translation>
    </message>
    <message>
        <source>Go on without it (S)</source>
        <translation>Seguir sin ella (S)</translation>
    </message>
    <message>
        <source>Stop  Esc</source>
        <translation>Parar  Esc</translation>
    </message>
    <message>
        <source>Put the tool away (Esc)</source>
        <translation>Dejar la herramienta (Esc)</translation>
    </message>
    <message>
        <source>Line of known length</source>
        <translation>Línea de longitud conocida</translation>
    </message>
    <message>
        <source>Calibrate by hand</source>
        <translation>Calibrar a mano</translation>
    </message>
    <message>
        <source>Draw a line along the depth scale and give its length</source>
        <translation>Trace una línea a lo largo de la escala de profundidad e indique su longitud</translation>
    </message>
    <message>
        <source>Forget this scale</source>
        <translation>Olvidar esta escala</translation>
    </message>
    <message>
        <source>Back to pixels</source>
        <translation>Volver a píxeles</translation>
    </message>
    <message>
        <source>Length of the line</source>
        <translation>Longitud de la línea</translation>
    </message>
    <message>
        <source>Set scale</source>
        <translation>Fijar escala</translation>
    </message>
    <message>
        <source>General</source>
        <translation>General</translation>
    </message>
    <message>
        <source>Also from the cart</source>
        <translation>También del ecógrafo</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>Medida</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Fuente</translation>
    </message>
    <message>
        <source>Measured and derived values</source>
        <translation>Valores medidos y derivados</translation>
    </message>
    <message>
        <source>beat {beat}</source>
        <translation>latido {beat}</translation>
    </message>
    <message>
        <source>cart</source>
        <translation>equipo</translation>
    </message>
    <message>
        <source>{label}
Not in use: {reason}</source>
        <translation>{label}
No se usa: {reason}</translation>
    </message>
    <message>
        <source>your own measurement stands in its place</source>
        <translation>su propia medida ocupa su lugar</translation>
    </message>
    <message>
        <source>Mean of beats</source>
        <translation>Media de los latidos</translation>
    </message>
    <message>
        <source>Last beat</source>
        <translation>Último latido</translation>
    </message>
    <message>
        <source>Largest beat</source>
        <translation>Latido mayor</translation>
    </message>
    <message>
        <source>State in the report</source>
        <translation>Escribir en el informe</translation>
    </message>
    <message>
        <source>Remove	Del</source>
        <translation>Quitar	Supr</translation>
    </message>
    <message>
        <source>All normal</source>
        <translation>Todo normal</translation>
    </message>
    <message>
        <source>Every segment normal; then change those that are not</source>
        <translation>Cada segmento normal; luego cambie los que no lo son</translation>
    </message>
    <message>
        <source>Copy prior</source>
        <translation>Como antes</translation>
    </message>
    <message>
        <source>The scores of the patient&apos;s study before this one</source>
        <translation>Las puntuaciones del estudio de este paciente anterior a este</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Vaciar</translation>
    </message>
    <message>
        <source>No segment seen</source>
        <translation>Ningún segmento visto</translation>
    </message>
    <message>
        <source>Wall motion score index</source>
        <translation>Índice de motilidad parietal</translation>
    </message>
    <message>
        <source>{model} segments</source>
        <translation>{model} segmentos</translation>
    </message>
    <message>
        <source>Arrow keys choose a segment, 1 to 4 score it, 0: not seen</source>
        <translation>Las flechas eligen un segmento, 1 a 4 lo puntúan, 0: no visto</translation>
    </message>
    <message>
        <source>Cut otherwise in {model} segments, so still to be scored: {names}.</source>
        <translation>Divididos de otro modo en {model} segmentos, por lo que aún deben puntuarse: {names}.</translation>
    </message>
    <message>
        <source>{model} segments have no apex of their own: its score is kept and counts in 17 segments.</source>
        <translation>{model} segmentos no tienen ápex propio: su puntuación se conserva y cuenta con 17 segmentos.</translation>
    </message>
    <message>
        <source>{seen} of {count} segments scored</source>
        <translation>{seen} de {count} segmentos puntuados</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>lector</translation>
    </message>
    <message>
        <source>AI</source>
        <translation>IA</translation>
    </message>
    <message>
        <source>derived</source>
        <translation>fórmula</translation>
    </message>
    <message>
        <source>check</source>
        <translation>revisar</translation>
    </message>
    <message>
        <source>↓ low</source>
        <translation>↓ bajo</translation>
    </message>
    <message>
        <source>↑ high</source>
        <translation>↑ alto</translation>
    </message>
    <message>
        <source>Measured near end-diastole</source>
        <translation>Medido cerca de la telediástole</translation>
    </message>
    <message>
        <source>Measured near end-systole</source>
        <translation>Medido cerca de la telesístole</translation>
    </message>
    <message>
        <source>Caliper</source>
        <translation>Distancia</translation>
    </message>
    <message>
        <source>Distance: drag from end to end</source>
        <translation>Distancia: arrastre de un extremo al otro</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longitud</translation>
    </message>
    <message>
        <source>Length along a line: draw it, or click and press Enter</source>
        <translation>Longitud a lo largo de una línea: trácela, o haga clic y pulse Intro</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Área</translation>
    </message>
    <message>
        <source>Area: draw round it, or click its points and press Enter</source>
        <translation>Área: rodéela, o haga clic en sus puntos y pulse Intro</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Ángulo</translation>
    </message>
    <message>
        <source>Angle: three points, the corner second</source>
        <translation>Ángulo: tres puntos, el vértice segundo</translation>
    </message>
    <message>
        <source>Simpson</source>
        <translation>Simpson</translation>
    </message>
    <message>
        <source>Volume: both sides of the annulus, then the apex; or draw the outline</source>
        <translation>Volumen: ambos lados del anillo, luego el ápex; o trace el contorno</translation>
    </message>
    <message>
        <source>Velocity</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>Doppler velocity: one point</source>
        <translation>Velocidad Doppler: un punto</translation>
    </message>
    <message>
        <source>VTI</source>
        <translation>ITV</translation>
    </message>
    <message>
        <source>Velocity time integral: trace the envelope</source>
        <translation>Integral velocidad-tiempo: trace la envolvente</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>Pendiente</translation>
    </message>
    <message>
        <source>Slope, deceleration and pressure half-time: drag down the slope</source>
        <translation>Pendiente, desaceleración y tiempo de hemipresión: arrastre por la pendiente</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>Interval and rate: drag from one moment to the other</source>
        <translation>Intervalo y frecuencia: arrastre de un momento al otro</translation>
    </message>
    <message>
        <source>Guided: {label}</source>
        <translation>Guiado: {label}</translation>
    </message>
    <message>
        <source>Tool: {name}</source>
        <translation>Herramienta: {name}</translation>
    </message>
    <message>
        <source>{average} of {count} beats</source>
        <translation>{average} de {count} latidos</translation>
    </message>
    <message>
        <source>one beat</source>
        <translation>un latido</translation>
    </message>
    <message>
        <source>Measured by the {source}, {beats}</source>
        <translation>Medido por: {source}, {beats}</translation>
    </message>
    <message>
        <source>Typed by the {source}, {beats}</source>
        <translation>Escrito por: {source}, {beats}</translation>
    </message>
    <message>
        <source>Reference: {range}</source>
        <translation>Referencia: {range}</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>sin verificar</translation>
    </message>
    <message>
        <source>Wall motion</source>
        <translation>Motilidad</translation>
    </message>
    <message>
        <source>Evidence, measurements, wall motion</source>
        <translation>Fundamento, medidas, motilidad parietal</translation>
    </message>
    <message>
        <source>Score the segments, or start with all normal.</source>
        <translation>Puntúe los segmentos, o empiece con «Todo normal».</translation>
    </message>
    <message>
        <source>No earlier study of this patient has wall motion.</source>
        <translation>Ningún estudio anterior de este paciente tiene motilidad parietal.</translation>
    </message>
    <message>
        <source>Clip {number}, watched: show it in the active tile</source>
        <translation>Clip {number}, visto: mostrarlo en la casilla activa</translation>
    </message>
    <message>
        <source>Clip {number}, not watched yet: show it in the active tile</source>
        <translation>Clip {number}, aún no visto: mostrarlo en la casilla activa</translation>
    </message>
    <message>
        <source>RESEARCH USE ONLY · not for diagnosis</source>
        <translation>SOLO PARA INVESTIGACIÓN · no apto para diagnóstico</translation>
    </message>
    <message>
        <source>DEMONSTRATION MODEL · synthetic data</source>
        <translation>MODELO DE DEMOSTRACIÓN · datos sintéticos</translation>
    </message>
    <message>
        <source>1 to 5 answer  ·  arrows move  ·  Enter next case  ·  S skip  ·  C comment</source>
        <translation>1 a 5 responden  ·  flechas mueven  ·  Intro siguiente caso  ·  S saltar  ·  C comentario</translation>
    </message>
    <message>
        <source>Show or hide the clips of the case (V)</source>
        <translation>Mostrar u ocultar los clips del caso (V)</translation>
    </message>
    <message>
        <source>{done} of {total} cases done</source>
        <translation>{done} de {total} casos hechos</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Aún no guardado</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Anterior</translation>
    </message>
    <message>
        <source>The case before (Backspace)</source>
        <translation>El caso anterior (Retroceso)</translation>
    </message>
    <message>
        <source>Skip this case</source>
        <translation>Saltar este caso</translation>
    </message>
    <message>
        <source>Leave this case out and go on (S)</source>
        <translation>Dejar este caso y seguir (S)</translation>
    </message>
    <message>
        <source>Next case</source>
        <translation>Siguiente caso</translation>
    </message>
    <message>
        <source>Go on once everything is answered (Enter)</source>
        <translation>Seguir cuando todo esté respondido (Intro)</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Terminar</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>No guardado</translation>
    </message>
    <message>
        <source>Each case has two texts of the same study, A and B. One was written by its reader, the other is a model&apos;s draft. Their order changes from case to case, and no rater knows it.</source>
        <translation>Cada caso tiene dos textos del mismo estudio, A y B. Uno lo escribió su lector, el otro es el borrador de un modelo. Su orden cambia de un caso a otro, y ningún evaluador lo conoce.</translation>
    </message>
    <message>
        <source>Numbers are emptied in both texts: [__ %] stands where one was. Sections that a text leaves out read “Not described”.</source>
        <translation>Los números están vaciados en ambos textos: [__ %] está donde había uno. Las secciones que un texto omite dicen «No descrito».</translation>
    </message>
    <message>
        <source>Rate what each text says, then say which you would rather sign. Take the time that you need; every answer is saved at once, and you can stop and come back.</source>
        <translation>Valore lo que dice cada texto, luego diga cuál preferiría firmar. Tómese el tiempo que necesite; cada respuesta se guarda enseguida, y puede parar y volver.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Su nombre</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Empezar</translation>
    </message>
    <message>
        <source>with their clips</source>
        <translation>con sus clips</translation>
    </message>
    <message>
        <source>{count} with clips</source>
        <translation>{count} con clips</translation>
    </message>
    <message>
        <source>texts alone</source>
        <translation>solo textos</translation>
    </message>
    <message numerus="yes">
        <source>%n case</source>
        <comment>%n cases</comment>
        <translation>
            <numerusform>%n caso</numerusform>
            <numerusform>%n casos</numerusform>
        </translation>
    </message>
    <message>
        <source>Or rate under another name:</source>
        <translation>O valorar con otro nombre:</translation>
    </message>
    <message>
        <source>The name goes into the file for the investigator, nowhere else.</source>
        <translation>El nombre va en el archivo para el investigador, a ningún otro lugar.</translation>
    </message>
    <message>
        <source>Go on as {rater}  ·  {settled} of {count} cases done</source>
        <translation>Seguir como {rater}  ·  {settled} de {count} casos hechos</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>Copiar la ruta</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Abrir la carpeta</translation>
    </message>
    <message>
        <source>Look at the cases again</source>
        <translation>Ver de nuevo los casos</translation>
    </message>
    <message>
        <source>Skipped cases, to answer them after all:</source>
        <translation>Casos saltados, para responderlos al fin:</translation>
    </message>
    <message>
        <source>Your answers are in this file. Please send it to the investigator:</source>
        <translation>Sus respuestas están en este archivo. Envíelo al investigador:</translation>
    </message>
    <message>
        <source>Thank you, {rater}.</source>
        <translation>Gracias, {rater}.</translation>
    </message>
    <message>
        <source>{rated} of {count} cases rated, {skipped} skipped</source>
        <translation>{rated} de {count} casos valorados, {skipped} saltados</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>sin responder</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>erróneo</translation>
    </message>
    <message>
        <source>mostly wrong</source>
        <translation>casi todo erróneo</translation>
    </message>
    <message>
        <source>partly right</source>
        <translation>en parte correcto</translation>
    </message>
    <message>
        <source>mostly right</source>
        <translation>casi todo correcto</translation>
    </message>
    <message>
        <source>right</source>
        <translation>correcto</translation>
    </message>
    <message>
        <source>all that matters is missing</source>
        <translation>falta todo lo importante</translation>
    </message>
    <message>
        <source>much is missing</source>
        <translation>falta mucho</translation>
    </message>
    <message>
        <source>some is missing</source>
        <translation>falta algo</translation>
    </message>
    <message>
        <source>little is missing</source>
        <translation>falta poco</translation>
    </message>
    <message>
        <source>nothing is missing</source>
        <translation>no falta nada</translation>
    </message>
    <message>
        <source>1  No</source>
        <translation>1  No</translation>
    </message>
    <message>
        <source>no significant error</source>
        <translation>ningún error significativo</translation>
    </message>
    <message>
        <source>2  Yes</source>
        <translation>2  Sí</translation>
    </message>
    <message>
        <source>a significant error</source>
        <translation>un error significativo</translation>
    </message>
    <message>
        <source>1  A much better</source>
        <translation>1  A mucho mejor</translation>
    </message>
    <message>
        <source>2  A better</source>
        <translation>2  A mejor</translation>
    </message>
    <message>
        <source>3  No difference</source>
        <translation>3  Sin diferencia</translation>
    </message>
    <message>
        <source>4  B better</source>
        <translation>4  B mejor</translation>
    </message>
    <message>
        <source>5  B much better</source>
        <translation>5  B mucho mejor</translation>
    </message>
    <message>
        <source>An error that could change what is done with the patient.</source>
        <translation>Un error que podría cambiar lo que se hace con el paciente.</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitud</translation>
    </message>
    <message>
        <source>Completeness</source>
        <translation>Integridad</translation>
    </message>
    <message>
        <source>Significant error</source>
        <translation>Error significativo</translation>
    </message>
    <message>
        <source>How much of what the text says is right</source>
        <translation>Cuánto de lo que dice el texto es correcto</translation>
    </message>
    <message>
        <source>How much of what matters the text says</source>
        <translation>Cuánto de lo importante dice el texto</translation>
    </message>
    <message>
        <source>Which one? (optional)</source>
        <translation>¿Cuál? (opcional)</translation>
    </message>
    <message>
        <source>Which error is in text {letter}</source>
        <translation>Qué error hay en el texto {letter}</translation>
    </message>
    <message>
        <source>Which text is better</source>
        <translation>Qué texto es mejor</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>Opcional</translation>
    </message>
    <message>
        <source>Comment on the case</source>
        <translation>Comentario sobre el caso</translation>
    </message>
    <message>
        <source>Accuracy of text {letter}</source>
        <translation>Exactitud del texto {letter}</translation>
    </message>
    <message>
        <source>1 wrong, 5 right</source>
        <translation>1 erróneo, 5 correcto</translation>
    </message>
    <message>
        <source>Completeness of text {letter}</source>
        <translation>Integridad del texto {letter}</translation>
    </message>
    <message>
        <source>1 little, 5 all that matters</source>
        <translation>1 poco, 5 todo lo importante</translation>
    </message>
    <message>
        <source>Significant error in text {letter}</source>
        <translation>Error significativo en el texto {letter}</translation>
    </message>
    <message>
        <source>Which is better</source>
        <translation>Cuál es mejor</translation>
    </message>
    <message>
        <source>Which text you would rather sign</source>
        <translation>Qué texto preferiría firmar</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentario</translation>
    </message>
    <message>
        <source>Whatever you wish to say of this case</source>
        <translation>Lo que desee decir de este caso</translation>
    </message>
    <message>
        <source>Not described</source>
        <translation>No descrito</translation>
    </message>
    <message>
        <source>Text A</source>
        <translation>Texto A</translation>
    </message>
    <message>
        <source>Text B</source>
        <translation>Texto B</translation>
    </message>
    <message>
        <source>{name}, text {letter}: {text}</source>
        <translation>{name}, texto {letter}: {text}</translation>
    </message>
    <message>
        <source>Neither text describes: {sections}.</source>
        <translation>Ningún texto describe: {sections}.</translation>
    </message>
    <message>
        <source>Blinded rating — DeepCORO Desktop</source>
        <translation>Valoración ciega — DeepCORO Desktop</translation>
    </message>
    <message>
        <source>Save again</source>
        <translation>Guardar de nuevo</translation>
    </message>
    <message numerus="yes">
        <source>%n answer missing: give it, or skip</source>
        <comment>%n answers missing: give them, or skip</comment>
        <translation>
            <numerusform>Falta %n respuesta: désela, o salte</numerusform>
            <numerusform>Faltan %n respuestas: délas, o salte</numerusform>
        </translation>
    </message>
    <message>
        <source>Blinded rating</source>
        <translation>Valoración ciega</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Case {place} of {count}</source>
        <translation>Caso {place} de {count}</translation>
    </message>
    <message>
        <source>Skipped; an answer takes it back</source>
        <translation>Saltado; una respuesta lo anula</translation>
    </message>
    <message>
        <source>No clips</source>
        <translation>Sin clips</translation>
    </message>
    <message>
        <source>Impression</source>
        <translation>Conclusión</translation>
    </message>
    <message>
        <source>{to-impression} copies the sentence in focus</source>
        <translation>{to-impression} copia la frase enfocada</translation>
    </message>
    <message>
        <source>What the study means, in a few lines</source>
        <translation>Qué significa el estudio, en pocas líneas</translation>
    </message>
    <message>
        <source>Write it by hand</source>
        <translation>Escribirlo a mano</translation>
    </message>
    <message>
        <source>No study is open</source>
        <translation>No hay ningún estudio abierto</translation>
    </message>
    <message>
        <source>The draft of its interpretation stands here.</source>
        <translation>Aquí está el borrador de su interpretación.</translation>
    </message>
    <message>
        <source>The draft is being made</source>
        <translation>Se está redactando el borrador</translation>
    </message>
    <message>
        <source>You can watch the clips meanwhile.</source>
        <translation>Mientras tanto puede ver los clips.</translation>
    </message>
    <message>
        <source>There is no draft yet</source>
        <translation>Aún no hay borrador</translation>
    </message>
    <message>
        <source>Analyse the study, or write the report by hand.</source>
        <translation>Analice el estudio, o escriba el informe a mano.</translation>
    </message>
    <message>
        <source>SIGNED</source>
        <translation>FIRMADO</translation>
    </message>
    <message>
        <source>Ready to sign</source>
        <translation>Listo para firmar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Take the last change back ({key})</source>
        <translation>Deshacer el último cambio ({key})</translation>
    </message>
    <message>
        <source>Make the change again ({key})</source>
        <translation>Rehacer el cambio ({key})</translation>
    </message>
    <message>
        <source>Nothing is missing. Look through what will be signed ({key}).</source>
        <translation>No falta nada. Revise lo que se va a firmar ({key}).</translation>
    </message>
    <message>
        <source>Interpretation</source>
        <translation>Informe</translation>
    </message>
    <message>
        <source>Draft interpretation</source>
        <translation>Borrador del informe</translation>
    </message>
    <message>
        <source>Sections of the report</source>
        <translation>Secciones del informe</translation>
    </message>
    <message>
        <source>attested</source>
        <translation>validada</translation>
    </message>
    <message>
        <source>Not assessed</source>
        <translation>No valorado</translation>
    </message>
    <message>
        <source>Attested</source>
        <translation>Validada</translation>
    </message>
    <message>
        <source>Attest section  {key}</source>
        <translation>Validar sección  {key}</translation>
    </message>
    <message>
        <source>You stand for what this section says ({key})</source>
        <translation>Usted responde de lo que dice esta sección ({key})</translation>
    </message>
    <message>
        <source>Accept, edit or reject each sentence first</source>
        <translation>Primero acepte, edite o rechace cada frase</translation>
    </message>
    <message>
        <source>The section says nothing yet</source>
        <translation>La sección aún no dice nada</translation>
    </message>
    <message>
        <source>Add a sentence of your own; Enter keeps it</source>
        <translation>Añadir una frase suya; Intro la guarda</translation>
    </message>
    <message>
        <source>Add a sentence of your own</source>
        <translation>Añadir una frase suya</translation>
    </message>
    <message>
        <source>Attest this section</source>
        <translation>Validar esta sección</translation>
    </message>
    <message>
        <source>Not assessed…</source>
        <translation>No valorado…</translation>
    </message>
    <message>
        <source>Say why this section is not assessed; its sentences are not printed</source>
        <translation>Decir por qué no se valora esta sección; sus frases no se imprimen</translation>
    </message>
    <message>
        <source>Why the section is not assessed</source>
        <translation>Por qué no se valora la sección</translation>
    </message>
    <message>
        <source>Why not?</source>
        <translation>¿Por qué no?</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Anotar</translation>
    </message>
    <message>
        <source>Mark the section as not assessed (Enter)</source>
        <translation>Anotar la sección como no valorada (Intro)</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Dejar</translation>
    </message>
    <message>
        <source>Leave it as it was (Esc)</source>
        <translation>Dejarla como estaba (Esc)</translation>
    </message>
    <message>
        <source>born {date}</source>
        <translation>nac. {date}</translation>
    </message>
    <message>
        <source>accession {number}</source>
        <translation>petición {number}</translation>
    </message>
    <message>
        <source>recorded: {words}</source>
        <translation>consta: {words}</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptadas</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>editadas</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>suyas</translation>
    </message>
    <message numerus="yes">
        <source>%n section attested</source>
        <comment>%n sections attested</comment>
        <translation>
            <numerusform>%n sección validada</numerusform>
            <numerusform>%n secciones validadas</numerusform>
        </translation>
    </message>
    <message>
        <source>, {missing} not assessed</source>
        <translation>, {missing} no valoradas</translation>
    </message>
    <message numerus="yes">
        <source>%n sentence</source>
        <comment>%n sentences</comment>
        <translation>
            <numerusform>%n frase</numerusform>
            <numerusform>%n frases</numerusform>
        </translation>
    </message>
    <message>
        <source>The report as it will be printed</source>
        <translation>El informe tal como se imprimirá</translation>
    </message>
    <message>
        <source>All of its text</source>
        <translation>Todo su texto</translation>
    </message>
    <message>
        <source>All of its text; the pages are being set</source>
        <translation>Todo su texto; las páginas se están componiendo</translation>
    </message>
    <message numerus="yes">
        <source>%n page</source>
        <comment>%n pages</comment>
        <translation>
            <numerusform>%n página</numerusform>
            <numerusform>%n páginas</numerusform>
        </translation>
    </message>
    <message>
        <source>As it was signed · {pages}</source>
        <translation>Tal como se firmó · {pages}</translation>
    </message>
    <message>
        <source>As it will be printed · {pages}</source>
        <translation>Tal como se imprimirá · {pages}</translation>
    </message>
    <message>
        <source>All of its text; the pages could not be set</source>
        <translation>Todo su texto; las páginas no se pudieron componer</translation>
    </message>
    <message>
        <source>The report&apos;s pages</source>
        <translation>Las páginas del informe</translation>
    </message>
    <message>
        <source>Page {number} of {count}</source>
        <translation>Página {number} de {count}</translation>
    </message>
    <message>
        <source>I have reviewed this study and this interpretation, and I stand for it.</source>
        <translation>He revisado este estudio y esta interpretación, y respondo de ella.</translation>
    </message>
    <message>
        <source>I have reviewed this interpretation as supervising physician.</source>
        <translation>He revisado esta interpretación como médico supervisor.</translation>
    </message>
    <message>
        <source>I have corrected this interpretation; it replaces the earlier revision.</source>
        <translation>He corregido esta interpretación; sustituye a la revisión anterior.</translation>
    </message>
    <message>
        <source>Choose a passphrase, at least {least} characters</source>
        <translation>Elija una frase de contraseña de al menos {least} caracteres</translation>
    </message>
    <message>
        <source>Passphrase that you choose now</source>
        <translation>Frase de contraseña que elige ahora</translation>
    </message>
    <message>
        <source>Sign the interpretation</source>
        <translation>Firmar la interpretación</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Firmado</translation>
    </message>
    <message>
        <source>by {who}</source>
        <translation>por {who}</translation>
    </message>
    <message>
        <source>The report is locked. A change makes a new revision that names this one.</source>
        <translation>El informe está bloqueado. Un cambio crea una nueva revisión que nombra a esta.</translation>
    </message>
    <message>
        <source>Saved to</source>
        <translation>Guardado en</translation>
    </message>
    <message>
        <source>SHA-256 of the file</source>
        <translation>SHA-256 del archivo</translation>
    </message>
    <message>
        <source>Patient {name}, {facts}</source>
        <translation>Paciente {name}, {facts}</translation>
    </message>
    <message numerus="yes">
        <source>%n thing missing</source>
        <comment>%n things missing</comment>
        <translation>
            <numerusform>Falta %n punto</numerusform>
            <numerusform>Faltan %n puntos</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose one to go there.</source>
        <translation>Elija uno para ir a él.</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>Seguir leyendo</translation>
    </message>
    <message>
        <source>What you sign</source>
        <translation>Qué firma usted</translation>
    </message>
    <message>
        <source>Signed by</source>
        <translation>Firmado por</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Significado</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Frase de contraseña</translation>
    </message>
    <message>
        <source>Passphrase of your signing identity</source>
        <translation>Frase de contraseña de su identidad de firma</translation>
    </message>
    <message>
        <source>The same passphrase again</source>
        <translation>La misma frase de contraseña otra vez</translation>
    </message>
    <message>
        <source>My certificate…</source>
        <translation>Mi certificado…</translation>
    </message>
    <message>
        <source>Sign with your own identity: choose its PKCS#12 file (.p12, .pfx)</source>
        <translation>Firmar con su propia identidad: elija su archivo PKCS#12 (.p12, .pfx)</translation>
    </message>
    <message>
        <source>First signature: the passphrase you choose now (at least {least} characters) protects your demonstration identity.</source>
        <translation>Primera firma: la frase que elige ahora (al menos {least} caracteres) protege su identidad de demostración.</translation>
    </message>
    <message>
        <source>Demonstration identity, made on this computer.</source>
        <translation>Identidad de demostración, creada en este ordenador.</translation>
    </message>
    <message>
        <source>It is no legal signature: it shows that the file is unchanged, not who signed it.</source>
        <translation>No es una firma legal: muestra que el archivo no ha cambiado, no quién lo firmó.</translation>
    </message>
    <message>
        <source>The model was trained on synthetic data: not for diagnosis.</source>
        <translation>Modelo entrenado con datos sintéticos: no apto para diagnóstico.</translation>
    </message>
    <message>
        <source>Your signing identity</source>
        <translation>Su identidad de firma</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Todos los archivos</translation>
    </message>
    <message>
        <source>Signing…</source>
        <translation>Firmando…</translation>
    </message>
    <message>
        <source>The two are the same</source>
        <translation>Las dos son iguales</translation>
    </message>
    <message>
        <source>{count} of at least {least} characters</source>
        <translation>{count} de al menos {least} caracteres</translation>
    </message>
    <message>
        <source>Type it once more</source>
        <translation>Escríbala una vez más</translation>
    </message>
    <message>
        <source>The two are not the same</source>
        <translation>Las dos no son iguales</translation>
    </message>
    <message>
        <source>Accept this sentence</source>
        <translation>Aceptar esta frase</translation>
    </message>
    <message>
        <source>Edit this sentence</source>
        <translation>Editar esta frase</translation>
    </message>
    <message>
        <source>Reject this sentence: it is struck through and not printed</source>
        <translation>Rechazar esta frase: se tacha y no se imprime</translation>
    </message>
    <message>
        <source>, {votes} of {of} nearest reports agree</source>
        <translation>, {votes} de los {of} informes más cercanos coinciden</translation>
    </message>
    <message>
        <source>Show the evidence</source>
        <translation>Mostrar el fundamento</translation>
    </message>
    <message>
        <source>Missing number in {unit}</source>
        <translation>Falta un número en {unit}</translation>
    </message>
    <message>
        <source>Missing number</source>
        <translation>Falta un número</translation>
    </message>
    <message>
        <source>Enter keeps it, Esc leaves it</source>
        <translation>Intro guarda, Esc deja</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>Frase</translation>
    </message>
    <message>
        <source>How many of the nearest reports say the same. Click for the evidence.</source>
        <translation>Cuántos de los informes más cercanos dicen lo mismo. Haga clic para ver el fundamento.</translation>
    </message>
    <message>
        <source>Enter keeps it, Esc leaves it as it was</source>
        <translation>Intro guarda, Esc la deja como estaba</translation>
    </message>
    <message>
        <source>{figures} agree</source>
        <translation>{figures} coinciden</translation>
    </message>
    <message>
        <source>not assessed</source>
        <translation>no valorado</translation>
    </message>
    <message>
        <source>{name}, not assessed{reason}</source>
        <translation>{name}, no valorado{reason}</translation>
    </message>
    <message>
        <source>{left} to review</source>
        <translation>{left} por revisar</translation>
    </message>
    <message>
        <source>{name}, {sentences}, {left} to review</source>
        <translation>{name}, {sentences}, {left} por revisar</translation>
    </message>
    <message>
        <source>{name}, {sentences}, attested</source>
        <translation>{name}, {sentences}, validada</translation>
    </message>
    <message>
        <source>to attest</source>
        <translation>por validar</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vacía</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Usted</translation>
    </message>
    <message>
        <source>taken out</source>
        <translation>retirada</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>rechazada</translation>
    </message>
    <message>
        <source>{who} · to review</source>
        <translation>{who} · por revisar</translation>
    </message>
    <message>
        <source>{who} · number missing</source>
        <translation>{who} · falta un número</translation>
    </message>
    <message>
        <source>{who} · edited</source>
        <translation>{who} · editada</translation>
    </message>
    <message>
        <source>your number</source>
        <translation>su número</translation>
    </message>
    <message>
        <source>{who} · accepted</source>
        <translation>{who} · aceptada</translation>
    </message>
    <message>
        <source>signed and locked</source>
        <translation>firmado y bloqueado</translation>
    </message>
    <message>
        <source>Written by hand</source>
        <translation>Escrito a mano</translation>
    </message>
    <message>
        <source>Preliminary</source>
        <translation>Preliminar</translation>
    </message>
    <message>
        <source>Amends revision {revision}</source>
        <translation>Enmienda la revisión {revision}</translation>
    </message>
    <message numerus="yes">
        <source>%n sentence to review</source>
        <comment>%n sentences to review</comment>
        <translation>
            <numerusform>%n frase por revisar</numerusform>
            <numerusform>%n frases por revisar</numerusform>
        </translation>
    </message>
    <message>
        <source>{who}, not signed{todo}</source>
        <translation>{who}, sin firmar{todo}</translation>
    </message>
    <message>
        <source>by {name} at {moment}</source>
        <translation>por {name} el {moment}</translation>
    </message>
    <message>
        <source>Reading the pictures</source>
        <translation>Leyendo las imágenes</translation>
    </message>
    <message>
        <source>Looking for what may be a name</source>
        <translation>Buscando lo que pueda ser un nombre</translation>
    </message>
    <message>
        <source>covered: the picture may show a name</source>
        <translation>cubierta: la imagen puede mostrar un nombre</translation>
    </message>
    <message>
        <source>clip {number}</source>
        <translation>clip {number}</translation>
    </message>
    <message>
        <source>no view of “{name}” is in this study</source>
        <translation>ningún plano de «{name}» está en este estudio</translation>
    </message>
    <message>
        <source>the views are not known yet</source>
        <translation>los planos aún no se conocen</translation>
    </message>
    <message>
        <source>No {label} in this study</source>
        <translation>No hay {label} en este estudio</translation>
    </message>
    <message>
        <source>the clips of this study name no two stages of stress</source>
        <translation>los clips de este estudio no nombran dos etapas de estrés</translation>
    </message>
    <message>
        <source>No {view} at {stage}</source>
        <translation>No hay {view} en {stage}</translation>
    </message>
    <message numerus="yes">
        <source>%n clip has no place: repeated, or more than 4 stages or views</source>
        <comment>%n clips have no place: repeated, or more than 4 stages or views</comment>
        <translation>
            <numerusform>%n clip no tiene sitio: repetido, o más de 4 etapas o planos</numerusform>
            <numerusform>%n clips no tienen sitio: repetidos, o más de 4 etapas o planos</numerusform>
        </translation>
    </message>
    <message>
        <source>no earlier study of this patient is known</source>
        <translation>no se conoce ningún estudio anterior de este paciente</translation>
    </message>
    <message>
        <source>the view of this clip is not known yet</source>
        <translation>aún no se conoce la vista de este clip</translation>
    </message>
    <message>
        <source>the view of this clip is not known</source>
        <translation>no se conoce la vista de este clip</translation>
    </message>
    <message>
        <source>looking for {view} in the study of {date}: clip {number} of {count}</source>
        <translation>buscando {view} en el estudio de {date}: clip {number} de {count}</translation>
    </message>
    <message>
        <source>the study of {date} has no {view}</source>
        <translation>el estudio de {date} no tiene {view}</translation>
    </message>
    <message>
        <source>the study of {date} has no clip that is known as {view}</source>
        <translation>el estudio de {date} no tiene ningún clip conocido como {view}</translation>
    </message>
    <message>
        <source>same view</source>
        <translation>mismo plano</translation>
    </message>
    <message>
        <source>unknown date</source>
        <translation>fecha desconocida</translation>
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
        <translation>Suave</translation>
    </message>
    <message>
        <source>Sepia</source>
        <translation>Sepia</translation>
    </message>
    <message>
        <source>Ice</source>
        <translation>Hielo</translation>
    </message>
    <message>
        <source>gain {gain:.2f}×</source>
        <translation>ganancia {gain:.2f}×</translation>
    </message>
    <message>
        <source>gamma {gamma:.2f}</source>
        <translation>gamma {gamma:.2f}</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>invertido</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>Ganancia</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>Gamma</translation>
    </message>
    <message>
        <source>Grey map</source>
        <translation>Escala de grises</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Invertido</translation>
    </message>
    <message>
        <source>Exactly the pixels of the file</source>
        <translation>Exactamente los píxeles del archivo</translation>
    </message>
    <message>
        <source>As recorded</source>
        <translation>Como se registró</translation>
    </message>
    <message>
        <source>Colour Doppler keeps its colours.</source>
        <translation>El Doppler color conserva sus colores.</translation>
    </message>
    <message>
        <source>Keep these tiles as a preset …</source>
        <translation>Guardar estas casillas como ajuste …</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Olvidar</translation>
    </message>
    <message>
        <source>Fill the panel, or back</source>
        <translation>Llenar el panel, o volver</translation>
    </message>
    <message>
        <source>Key frames: {count}</source>
        <translation>Imágenes clave: {count}</translation>
    </message>
    <message>
        <source>Keep as a preset</source>
        <translation>Guardar como ajuste</translation>
    </message>
    <message>
        <source>Name of the preset:</source>
        <translation>Nombre del ajuste:</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todos</translation>
    </message>
    <message>
        <source>no name</source>
        <translation>sin nombre</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>{rate:.1f} fps</source>
        <translation>{rate:.1f} i/s</translation>
    </message>
    <message>
        <source>assumed</source>
        <translation>supuesta</translation>
    </message>
    <message>
        <source>{speed:g}× speed</source>
        <translation>velocidad {speed:g}×</translation>
    </message>
    <message>
        <source>backwards</source>
        <translation>hacia atrás</translation>
    </message>
    <message>
        <source>beats in step</source>
        <translation>latidos sincronizados</translation>
    </message>
    <message>
        <source>true</source>
        <translation>real</translation>
    </message>
    <message>
        <source>{rate:.0f} shown</source>
        <translation>{rate:.0f} mostradas</translation>
    </message>
    <message>
        <source>frame {number} cannot be decoded</source>
        <translation>la imagen {number} no se puede decodificar</translation>
    </message>
    <message numerus="yes">
        <source>%n frame cannot be decoded</source>
        <comment>%n frames cannot be decoded</comment>
        <translation>
            <numerusform>%n imagen no se puede decodificar</numerusform>
            <numerusform>%n imágenes no se pueden decodificar</numerusform>
        </translation>
    </message>
    <message>
        <source>{whole-picture} shows the whole picture</source>
        <translation>{whole-picture} muestra la imagen completa</translation>
    </message>
    <message>
        <source>{as-recorded} as recorded</source>
        <translation>{as-recorded} como se grabó</translation>
    </message>
    <message numerus="yes">
        <source>%n frame at {rate}</source>
        <comment>%n frames at {rate}</comment>
        <translation>
            <numerusform>%n imagen a {rate}</numerusform>
            <numerusform>%n imágenes a {rate}</numerusform>
        </translation>
    </message>
    <message>
        <source>Clip {number}, {view}{certainty}, {length}{notes}</source>
        <translation>Clip {number}, {view}{certainty}, {length}{notes}</translation>
    </message>
    <message>
        <source>HR {rate:.0f}</source>
        <translation>FC {rate:.0f}</translation>
    </message>
    <message>
        <source>depth {depth} cm</source>
        <translation>profundidad {depth} cm</translation>
    </message>
    <message>
        <source>earlier study of {day:%Y-%m-%d}</source>
        <translation>estudio anterior de {day:%Y-%m-%d}</translation>
    </message>
    <message>
        <source>earlier study</source>
        <translation>estudio anterior</translation>
    </message>
    <message>
        <source>assumed timing</source>
        <translation>tiempo supuesto</translation>
    </message>
    <message>
        <source>calibration refused: {reason}</source>
        <translation>calibración rechazada: {reason}</translation>
    </message>
    <message>
        <source>uncalibrated</source>
        <translation>sin calibrar</translation>
    </message>
    <message>
        <source>too little room for the ECG</source>
        <translation>falta espacio para el ECG</translation>
    </message>
    <message>
        <source>no ECG is known in this clip</source>
        <translation>no se conoce ECG en este clip</translation>
    </message>
    <message>
        <source>frame {frame} is no key frame any more</source>
        <translation>la imagen {frame} ya no es imagen clave</translation>
    </message>
    <message>
        <source>frame {frame} is kept as key frame {count}</source>
        <translation>la imagen {frame} se conserva como imagen clave {count}</translation>
    </message>
    <message>
        <source>no key frame is kept yet</source>
        <translation>aún no se conserva ningún fotograma clave</translation>
    </message>
    <message>
        <source>{key-frame} keeps this one</source>
        <translation>{key-frame} conserva este</translation>
    </message>
    <message>
        <source>frame {frame}</source>
        <translation>imagen {frame}</translation>
    </message>
    <message>
        <source>{view}, frame {frame}</source>
        <translation>{view}, imagen {frame}</translation>
    </message>
    <message>
        <source>from the pictures</source>
        <translation>por las imágenes</translation>
    </message>
    <message>
        <source>no R waves are known in this clip</source>
        <translation>no se conocen ondas R en este clip</translation>
    </message>
    <message>
        <source>end-diastole: R wave</source>
        <translation>telediástole: onda R</translation>
    </message>
    <message>
        <source>end-diastole, from the pictures</source>
        <translation>telediástole, por las imágenes</translation>
    </message>
    <message>
        <source>end-systole, estimated from the heart rate</source>
        <translation>telesístole, estimada por la frecuencia cardíaca</translation>
    </message>
    <message>
        <source>end-systole, from the pictures</source>
        <translation>telesístole, por las imágenes</translation>
    </message>
    <message>
        <source>nothing of the kind in the part that plays</source>
        <translation>nada de eso en la parte que se reproduce</translation>
    </message>
    <message>
        <source>one beat cannot be chosen: {reason}</source>
        <translation>no se puede elegir un latido: {reason}</translation>
    </message>
    <message>
        <source>{start-here} and {stop-here} trim by hand</source>
        <translation>{start-here} y {stop-here} recortan a mano</translation>
    </message>
    <message>
        <source>one beat, {length:.0f} ms</source>
        <translation>un latido, {length:.0f} ms</translation>
    </message>
    <message>
        <source>plays there and back</source>
        <translation>reproduce ida y vuelta</translation>
    </message>
    <message>
        <source>loops</source>
        <translation>reproduce en bucle</translation>
    </message>
    <message>
        <source>beats cannot keep step: {reason}</source>
        <translation>los latidos no se pueden sincronizar: {reason}</translation>
    </message>
    <message>
        <source>Apical trio</source>
        <translation>Trío apical</translation>
    </message>
    <message>
        <source>Left ventricle</source>
        <translation>Ventrículo izquierdo</translation>
    </message>
    <message>
        <source>Colour Doppler</source>
        <translation>Doppler color</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Vista general</translation>
    </message>
    <message>
        <source>off</source>
        <translation>no</translation>
    </message>
    <message>
        <source>clock</source>
        <translation>reloj</translation>
    </message>
    <message>
        <source>Drag a clip here, or press its number</source>
        <translation>Arrastre un clip aquí, o pulse su número</translation>
    </message>
    <message>
        <source>Empty tile</source>
        <translation>Casilla vacía</translation>
    </message>
    <message>
        <source>Frame {frame}, {start:.0f} ms</source>
        <translation>Imagen {frame}, {start:.0f} ms</translation>
    </message>
    <message numerus="yes">
        <source>Shaded: the model saw %n frame, {first} to {last}</source>
        <comment>Shaded: the model saw %n frames, {first} to {last}</comment>
        <translation>
            <numerusform>Sombreado: el modelo vio %n imagen, de {first} a {last}</numerusform>
            <numerusform>Sombreado: el modelo vio %n imágenes, de {first} a {last}</numerusform>
        </translation>
    </message>
    <message>
        <source>Ticks: R waves</source>
        <translation>Marcas: ondas R</translation>
    </message>
    <message>
        <source>ECG: {source}</source>
        <translation>ECG: {source}</translation>
    </message>
    <message>
        <source>Drag the ends to trim</source>
        <translation>Arrastre los extremos para recortar</translation>
    </message>
    <message>
        <source>{one-beat} loops one beat</source>
        <translation>{one-beat} repite un latido</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>velocidad</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Velocidad</translation>
    </message>
    <message>
        <source>Hang by view: presets, stress</source>
        <translation>Colocar por plano: ajustes, estrés</translation>
    </message>
    <message>
        <source>Prior</source>
        <translation>Previo</translation>
    </message>
    <message>
        <source>The same view of the earlier study</source>
        <translation>El mismo plano del estudio anterior</translation>
    </message>
    <message>
        <source>Clips keep step: by clock, by R–R</source>
        <translation>Sincronizar los clips: por reloj, por R–R</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Gain, gamma, grey map</source>
        <translation>Ganancia, gamma, escala de grises</translation>
    </message>
    <message>
        <source>{frame-back} or ,</source>
        <translation>{frame-back} o ,</translation>
    </message>
    <message>
        <source>{frame-on} or .</source>
        <translation>{frame-on} o .</translation>
    </message>
    <message>
        <source>{slower} slower, {faster} faster</source>
        <translation>{slower} más lento, {faster} más rápido</translation>
    </message>
    <message>
        <source>{preset} next preset</source>
        <translation>{preset} siguiente preajuste</translation>
    </message>
    <message>
        <source>{inverted} inverts</source>
        <translation>{inverted} invierte</translation>
    </message>
    <message>
        <source>Words over the pictures: all, no name, none</source>
        <translation>Palabras sobre las imágenes: todas, sin nombre, ninguna</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Reproducir</translation>
    </message>
    <message>
        <source>Speed {speed}, backwards</source>
        <translation>Velocidad {speed}, hacia atrás</translation>
    </message>
    <message>
        <source>Speed {speed}</source>
        <translation>Velocidad {speed}</translation>
    </message>
    <message>
        <source>Sync: {mode}</source>
        <translation>Sinc.: {mode}</translation>
    </message>
    <message>
        <source>Overlay: {mode}</source>
        <translation>Rótulos: {mode}</translation>
    </message>
    <message>
        <source>Backwards</source>
        <translation>Hacia atrás</translation>
    </message>
    <message>
        <source>One tile</source>
        <translation>Una casilla</translation>
    </message>
    <message>
        <source>{layout} tiles</source>
        <translation>{layout} casillas</translation>
    </message>
    <message>
        <source>{layout} changes</source>
        <translation>{layout} cambia</translation>
    </message>
    <message>
        <source>Reading headers</source>
        <translation>Leyendo encabezados</translation>
    </message>
    <message>
        <source>Looking at clips</source>
        <translation>Examinando los clips</translation>
    </message>
    <message>
        <source>real</source>
        <translation>real</translation>
    </message>
    <message>
        <source>synthetic</source>
        <translation>sintético</translation>
    </message>
    <message>
        <source>ECG</source>
        <translation>ECG</translation>
    </message>
    <message>
        <source>R waves of the header</source>
        <translation>ondas R del encabezado</translation>
    </message>
    <message>
        <source>ECG read from the picture</source>
        <translation>ECG leído de la imagen</translation>
    </message>
    <message>
        <source>ECG in the picture only</source>
        <translation>ECG solo en la imagen</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>media</translation>
    </message>
    <message>
        <source>last</source>
        <translation>último</translation>
    </message>
    <message>
        <source>max</source>
        <translation>máximo</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>distancia</translation>
    </message>
    <message>
        <source>length</source>
        <translation>longitud</translation>
    </message>
    <message>
        <source>area</source>
        <translation>área</translation>
    </message>
    <message>
        <source>angle</source>
        <translation>ángulo</translation>
    </message>
    <message>
        <source>volume</source>
        <translation>volumen</translation>
    </message>
    <message>
        <source>long axis</source>
        <translation>eje largo</translation>
    </message>
    <message>
        <source>velocity</source>
        <translation>velocidad</translation>
    </message>
    <message>
        <source>peak velocity</source>
        <translation>velocidad máxima</translation>
    </message>
    <message>
        <source>peak gradient</source>
        <translation>gradiente máximo</translation>
    </message>
    <message>
        <source>mean velocity</source>
        <translation>velocidad media</translation>
    </message>
    <message>
        <source>mean gradient</source>
        <translation>gradiente medio</translation>
    </message>
    <message>
        <source>slope</source>
        <translation>pendiente</translation>
    </message>
    <message>
        <source>deceleration time</source>
        <translation>tiempo de desaceleración</translation>
    </message>
    <message>
        <source>pressure half-time</source>
        <translation>tiempo de hemipresión</translation>
    </message>
    <message>
        <source>interval</source>
        <translation>intervalo</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>frecuencia</translation>
    </message>
    <message>
        <source>Uncalibrated: distances in pixels only</source>
        <translation>Sin calibrar: distancias solo en píxeles</translation>
    </message>
    <message>
        <source>Calibrated by hand: lengths rest on the line you drew</source>
        <translation>Calibrado a mano: las longitudes se basan en su línea</translation>
    </message>
    <message>
        <source>parasternal long</source>
        <translation>paraesternal largo</translation>
    </message>
    <message>
        <source>parasternal short</source>
        <translation>paraesternal corto</translation>
    </message>
    <message>
        <source>apical</source>
        <translation>apical</translation>
    </message>
    <message>
        <source>subcostal</source>
        <translation>subcostal</translation>
    </message>
    <message>
        <source>suprasternal</source>
        <translation>supraesternal</translation>
    </message>
    <message>
        <source>Parasternal long axis</source>
        <translation>Paraesternal eje largo</translation>
    </message>
    <message>
        <source>Parasternal long axis increased depth</source>
        <translation>Paraesternal eje largo, mayor profundidad</translation>
    </message>
    <message>
        <source>Parasternal long axis zoomed aortic valve</source>
        <translation>Paraesternal eje largo, zoom válvula aórtica</translation>
    </message>
    <message>
        <source>Parasternal long axis zoomed mitral valve</source>
        <translation>Paraesternal eje largo, zoom válvula mitral</translation>
    </message>
    <message>
        <source>Parasternal long axis ascending aorta</source>
        <translation>Paraesternal eje largo, aorta ascendente</translation>
    </message>
    <message>
        <source>RV inflow</source>
        <translation>Tracto de entrada del VD</translation>
    </message>
    <message>
        <source>RV outflow</source>
        <translation>Tracto de salida del VD</translation>
    </message>
    <message>
        <source>Parasternal short axis aortic valve</source>
        <translation>Paraesternal eje corto, válvula aórtica</translation>
    </message>
    <message>
        <source>Parasternal short axis zoomed aortic valve</source>
        <translation>Paraesternal eje corto, zoom válvula aórtica</translation>
    </message>
    <message>
        <source>Parasternal short axis pulmonary artery bifurcation</source>
        <translation>Paraesternal eje corto, bifurcación pulmonar</translation>
    </message>
    <message>
        <source>Parasternal short axis mitral valve</source>
        <translation>Paraesternal eje corto, válvula mitral</translation>
    </message>
    <message>
        <source>Parasternal short axis papillary muscles</source>
        <translation>Paraesternal eje corto, músculos papilares</translation>
    </message>
    <message>
        <source>Parasternal short axis apex</source>
        <translation>Paraesternal eje corto, ápex</translation>
    </message>
    <message>
        <source>Apical four chamber</source>
        <translation>Apical 4 cámaras</translation>
    </message>
    <message>
        <source>Apical four chamber LV focused</source>
        <translation>Apical 4 cámaras centrado en VI</translation>
    </message>
    <message>
        <source>Apical four chamber RV focused</source>
        <translation>Apical 4 cámaras centrado en VD</translation>
    </message>
    <message>
        <source>Apical four chamber atria focused</source>
        <translation>Apical 4 cámaras centrado en aurículas</translation>
    </message>
    <message>
        <source>Apical two chamber</source>
        <translation>Apical 2 cámaras</translation>
    </message>
    <message>
        <source>Apical two chamber LV focused</source>
        <translation>Apical 2 cámaras centrado en VI</translation>
    </message>
    <message>
        <source>Apical three chamber</source>
        <translation>Apical 3 cámaras</translation>
    </message>
    <message>
        <source>Apical five chamber</source>
        <translation>Apical 5 cámaras</translation>
    </message>
    <message>
        <source>Subcostal four chamber</source>
        <translation>Subcostal 4 cámaras</translation>
    </message>
    <message>
        <source>Subcostal short axis</source>
        <translation>Subcostal eje corto</translation>
    </message>
    <message>
        <source>Subcostal inferior vena cava</source>
        <translation>Subcostal, vena cava inferior</translation>
    </message>
    <message>
        <source>Suprasternal notch aortic arch</source>
        <translation>Supraesternal, arco aórtico</translation>
    </message>
    <message>
        <source>Parasternal long axis colour aortic and mitral valve</source>
        <translation>Paraesternal eje largo, color válvulas aórtica y mitral</translation>
    </message>
    <message>
        <source>Parasternal long axis colour ventricular septum</source>
        <translation>Paraesternal eje largo, color tabique interventricular</translation>
    </message>
    <message>
        <source>RV inflow colour tricuspid valve</source>
        <translation>Tracto de entrada del VD, color válvula tricúspide</translation>
    </message>
    <message>
        <source>RV outflow colour pulmonic valve</source>
        <translation>Tracto de salida del VD, color válvula pulmonar</translation>
    </message>
    <message>
        <source>Parasternal short axis colour aortic valve</source>
        <translation>Paraesternal eje corto, color válvula aórtica</translation>
    </message>
    <message>
        <source>Parasternal short axis colour tricuspid valve</source>
        <translation>Paraesternal eje corto, color válvula tricúspide</translation>
    </message>
    <message>
        <source>Parasternal short axis colour pulmonic valve</source>
        <translation>Paraesternal eje corto, color válvula pulmonar</translation>
    </message>
    <message>
        <source>Parasternal short axis colour mitral valve</source>
        <translation>Paraesternal eje corto, color válvula mitral</translation>
    </message>
    <message>
        <source>Apical four chamber colour mitral valve</source>
        <translation>Apical 4 cámaras, color válvula mitral</translation>
    </message>
    <message>
        <source>Apical four chamber colour tricuspid valve</source>
        <translation>Apical 4 cámaras, color válvula tricúspide</translation>
    </message>
    <message>
        <source>Apical four chamber colour pulmonary veins</source>
        <translation>Apical 4 cámaras, color venas pulmonares</translation>
    </message>
    <message>
        <source>Apical two chamber colour mitral valve</source>
        <translation>Apical 2 cámaras, color válvula mitral</translation>
    </message>
    <message>
        <source>Apical three chamber colour LVOT and mitral valve</source>
        <translation>Apical 3 cámaras, color TSVI y válvula mitral</translation>
    </message>
    <message>
        <source>Apical five chamber colour LVOT</source>
        <translation>Apical 5 cámaras, color TSVI</translation>
    </message>
    <message>
        <source>Subcostal colour atrial septum</source>
        <translation>Subcostal, color tabique interauricular</translation>
    </message>
    <message>
        <source>Subcostal colour IVC and hepatic veins</source>
        <translation>Subcostal, color VCI y venas hepáticas</translation>
    </message>
    <message>
        <source>Subcostal abdominal aorta</source>
        <translation>Subcostal, aorta abdominal</translation>
    </message>
    <message>
        <source>Suprasternal notch colour aortic arch</source>
        <translation>Supraesternal, color arco aórtico</translation>
    </message>
    <message>
        <source>Mitral inflow pulsed wave</source>
        <translation>Flujo mitral, Doppler pulsado</translation>
    </message>
    <message>
        <source>LVOT pulsed wave</source>
        <translation>TSVI, Doppler pulsado</translation>
    </message>
    <message>
        <source>Pulmonary vein pulsed wave</source>
        <translation>Vena pulmonar, Doppler pulsado</translation>
    </message>
    <message>
        <source>RVOT pulsed wave</source>
        <translation>TSVD, Doppler pulsado</translation>
    </message>
    <message>
        <source>Hepatic vein pulsed wave</source>
        <translation>Vena hepática, Doppler pulsado</translation>
    </message>
    <message>
        <source>Aortic valve continuous wave</source>
        <translation>Válvula aórtica, Doppler continuo</translation>
    </message>
    <message>
        <source>Mitral valve continuous wave</source>
        <translation>Válvula mitral, Doppler continuo</translation>
    </message>
    <message>
        <source>Tricuspid valve continuous wave apical</source>
        <translation>Válvula tricúspide, Doppler continuo apical</translation>
    </message>
    <message>
        <source>Tricuspid valve continuous wave RV inflow</source>
        <translation>Válvula tricúspide, Doppler continuo entrada VD</translation>
    </message>
    <message>
        <source>Pulmonic valve continuous wave</source>
        <translation>Válvula pulmonar, Doppler continuo</translation>
    </message>
    <message>
        <source>Descending aorta pulsed wave</source>
        <translation>Aorta descendente, Doppler pulsado</translation>
    </message>
    <message>
        <source>Tissue Doppler septal annulus</source>
        <translation>Doppler tisular, anillo septal</translation>
    </message>
    <message>
        <source>Tissue Doppler lateral annulus</source>
        <translation>Doppler tisular, anillo lateral</translation>
    </message>
    <message>
        <source>Tissue Doppler tricuspid annulus</source>
        <translation>Doppler tisular, anillo tricúspide</translation>
    </message>
    <message>
        <source>M-mode tricuspid annulus</source>
        <translation>Modo M, anillo tricúspide</translation>
    </message>
    <message>
        <source>Protocol: {done} of {total} recorded</source>
        <translation>Protocolo: {done} de {total} registrados</translation>
    </message>
    <message>
        <source>The fastest that works</source>
        <translation>El más rápido que funcione</translation>
    </message>
    <message>
        <source>Core ML</source>
        <translation>Core ML</translation>
    </message>
    <message>
        <source>Reader&apos;s name</source>
        <translation>Nombre del lector</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>for instance MD, FESC</source>
        <translation>por ejemplo MD, FESC</translation>
    </message>
    <message>
        <source>Body surface</source>
        <translation>Superficie corporal</translation>
    </message>
    <message>
        <source>Draft with the model</source>
        <translation>Borrador con el modelo</translation>
    </message>
    <message>
        <source>Choose a bundle</source>
        <translation>Elegir un paquete</translation>
    </message>
    <message>
        <source>The one that ships</source>
        <translation>El incluido</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Stands in the audit record and in the list of studies, from the next start.</source>
        <translation>Figura en el registro de auditoría y en la lista de estudios, desde el próximo inicio.</translation>
    </message>
    <message>
        <source>Printed under the signature of your own certificate, from the next one on.</source>
        <translation>Se imprime bajo la firma de su propio certificado, desde la próxima.</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>Medición</translation>
    </message>
    <message>
        <source>Counts at once: header, indexed values and draft follow. What is signed stays as it is.</source>
        <translation>Vale al momento: cabecera, valores indexados y borrador cambian. Lo firmado queda como está.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Bundle, device and drafting count from the next start.</source>
        <translation>Paquete, dispositivo y borrador valen desde el próximo inicio.</translation>
    </message>
    <message>
        <source>Counts from the next start.</source>
        <translation>Vale desde el próximo inicio.</translation>
    </message>
    <message>
        <source>A name</source>
        <translation>Un nombre</translation>
    </message>
    <message>
        <source>A credential</source>
        <translation>Un título</translation>
    </message>
    <message>
        <source>This computer has no {device}: the models would run on the CPU. Choose another one.</source>
        <translation>Este equipo no tiene {device}: los modelos correrían en la CPU. Elija otro.</translation>
    </message>
    <message>
        <source>none that can be used</source>
        <translation>ninguno utilizable</translation>
    </message>
    <message>
        <source>The folder of a model bundle</source>
        <translation>La carpeta de un paquete de modelos</translation>
    </message>
    <message>
        <source>{title} (checked: whole, and right on this computer)</source>
        <translation>{title} (comprobado: completo y correcto en este equipo)</translation>
    </message>
    <message>
        <source>Checking every file and the golden clip</source>
        <translation>Comprobando cada archivo y el clip de referencia</translation>
    </message>
    <message>
        <source>The demonstration bundle</source>
        <translation>El paquete de demostración</translation>
    </message>
</context>
</TS>
