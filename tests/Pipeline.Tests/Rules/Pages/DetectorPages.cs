using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>Pages of the detectors in C#, from what they say of themselves.</summary>
internal static class DetectorPages
{
    public static IEnumerable<DetectionPage> Of(DetectorSet detectors) => detectors.Detections.Select(Page);

    private static DetectionPage Page(DetectionInfo info) =>
        new()
        {
            Id = info.Id,
            Name = info.Name,
            Kind = "detector",
            Theme = Theme(info.Id),
            Severities = info.Severities,
            Summary = info.Summary,
            Explanation = info.Explanation,
            Techniques = info.Techniques,
            Events = info.Events,
            State = info.State,
            Options = [.. Options(info.Options)],
            FalsePositives = info.FalsePositives,
            Catalogue = CatalogueNames.Of(info.Catalogue),
            Example = Example(info.Id),
        };

    private static Alert Example(string id)
    {
        Assert.True(
            DetectorStories.All.TryGetValue(id, out var story),
            $"{id} has no story: add one to {nameof(DetectorStories)} for the example on its page."
        );
        return Assert.Single(story().Alerts(id));
    }

    private static string Theme(string id) =>
        id.Split('-')[1] switch
        {
            "MFA" => "mfa",
            "CRED" or "PHISH" => "credentials",
            "SESS" => "sessions",
            "GEO" => "places",
            "RISK" => "risk",
            "LIFE" => "accounts",
            "ADM" => "administration",
            var other => throw new InvalidOperationException($"{id}: no theme for {other}."),
        };

    private static IEnumerable<PageOption> Options(Type? type)
    {
        if (type is null)
        {
            yield break;
        }

        var defaults = Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            if (property.GetCustomAttribute<DescriptionAttribute>() is { } meaning)
            {
                yield return new PageOption(property.Name, Text(property.GetValue(defaults)), meaning.Description);
            }
        }
    }

    private static string Text(object? value) =>
        value switch
        {
            null => "none",
            string text => text,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            IEnumerable list => string.Join(", ", list.Cast<object>().Select(Text).Order(StringComparer.Ordinal))
                is { Length: > 0 } items
                ? items
                : "none",
            _ => value.ToString()!,
        };
}
