using System.Text.Json;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>The field is absent, null, or an empty list: it has no value.</summary>
internal sealed class NullTest : FieldTest
{
    public override bool Holds(FieldValues values, EventFields fields) =>
        values.Items.Count == 0 || values.Items.Exists(x => x.Kind == JsonValueKind.Null);
}
