using System.Text.Json;

namespace Pipeline.Processor.Detection.Sigma.Matching;

/// <summary>One value of a field of an event.</summary>
/// <param name="Kind">What it is on the wire.</param>
/// <param name="Text">Its text; null for null, and for objects, which no test compares.</param>
internal readonly record struct FieldValue(JsonValueKind Kind, string? Text);
