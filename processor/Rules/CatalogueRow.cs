namespace Pipeline.Processor.Rules;

/// <summary>A published detection for Okta, by whomever; what is covered is held against these.</summary>
/// <param name="Number">Number in the catalogue, from 1.</param>
/// <param name="Kind">stateless or stateful.</param>
/// <param name="Name">What it detects.</param>
/// <param name="WhyNot">Why no rule covers it; empty if one does.</param>
internal sealed record CatalogueRow(int Number, string Kind, string Name, string WhyNot);
