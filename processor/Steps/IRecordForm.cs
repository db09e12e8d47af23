namespace Pipeline.Processor.Steps;

/// <summary>How the content of a record becomes bytes. Asked only where somebody needs them.</summary>
internal interface IRecordForm
{
    byte[] Key(object content);

    byte[] Value(object content);
}
