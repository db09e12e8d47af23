using Pipeline.Tests.Detection;

namespace Pipeline.Tests.Rules.Pages;

/// <summary>For each detector in C#, the shortest story that it tells: the example on its page.</summary>
internal static class DetectorStories
{
    public static IReadOnlyDictionary<string, Func<Scenario>> All { get; } =
        new[] { CredentialStories.All, SessionStories.All, AccountStories.All, AdministrationStories.All }
            .SelectMany(x => x)
            .ToDictionary(x => x.Key, x => x.Value, StringComparer.Ordinal);
}
