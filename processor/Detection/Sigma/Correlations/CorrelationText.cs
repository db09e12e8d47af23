using System.Globalization;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Processor.Detection.Sigma.Correlations;

/// <summary>Titles and narratives of correlations.</summary>
internal static class CorrelationText
{
    private const int MaxTitle = 120;

    public static string Title(
        SigmaCorrelation correlation,
        CorrelationState state,
        IReadOnlyList<HitFacts> events,
        long count
    )
    {
        var places = events.Select(x => x.Place ?? x.Ip).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var where = places.Count switch
        {
            0 => "",
            1 => $" from {places[0]}",
            _ => $" from {places.Count} places",
        };
        return Fit($"{correlation.Header.Title}: {Events(count)}{Who(state, events)}{where}");
    }

    public static string Narrative(
        SigmaCorrelation correlation,
        CorrelationState state,
        IReadOnlyList<HitFacts> events,
        long count,
        (DateTimeOffset First, DateTimeOffset Last) seen
    )
    {
        var types = events.Select(x => x.EventType).Distinct(StringComparer.Ordinal).Take(5);
        var users = events.Select(x => x.UserId).OfType<string>().Distinct(StringComparer.Ordinal).Count();
        var addresses = events.Select(x => x.Ip).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var from = addresses.Count switch
        {
            0 => "The log names no address.",
            1 => $"All came from {addresses[0]}.",
            _ => $"They came from {Number(addresses.Count)} addresses, the first {addresses[0]}.",
        };
        var sentences = new List<string>
        {
            $"The rule '{correlation.Header.Title}' counted {Events(count)}{Who(state, events)} between "
                + $"{OktaTime.Text(seen.First)} and {OktaTime.Text(seen.Last)}.",
            $"Its window is {Number((long)correlation.Timespan.TotalSeconds)} seconds.",
            $"The events are of type {string.Join(", ", types)} and concern {Users(users)}.",
            from,
        };
        if (state.Approximate)
        {
            sentences.Add("There were more events than are kept per group, so the numbers are lower bounds.");
        }

        return string.Join(' ', sentences);
    }

    public static string Fit(string title) => title.Length <= MaxTitle ? title : $"{title[..(MaxTitle - 1)]}…";

    /// <summary>Names only users Okta knows: what a stranger typed as a name may be a password.</summary>
    private static string Who(CorrelationState state, IReadOnlyList<HitFacts> events)
    {
        var users = events.Where(x => x.UserId is not null).DistinctBy(x => x.UserId).ToList();
        return users.Count switch
        {
            0 => state.Group.Count > 0 ? " of no known user" : "",
            1 => $" of {users[0].UserName ?? users[0].UserId}",
            _ => $" of {Number(users.Count)} users",
        };
    }

    private static string Events(long count) => count == 1 ? "1 event" : $"{Number(count)} events";

    private static string Users(int count) =>
        count switch
        {
            0 => "no known user",
            1 => "one known user",
            _ => $"{Number(count)} known users",
        };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
