namespace Pipeline.Processor.Alerts;

/// <summary>Somebody or something an alert is about.</summary>
/// <param name="Type">Kind, e.g. user, ip.</param>
/// <param name="Id">Okta id where there is one, else the value.</param>
/// <param name="Name">What a person calls it; null where the log has none.</param>
internal sealed record AlertEntity(string Type, string Id, string? Name = null);
