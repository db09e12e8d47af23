using System.Text.Json.Nodes;
using Pipeline.Processor.Alerts;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Rules;

namespace Pipeline.Tests.Detection.World;

/// <summary>
/// Every story on both engines, with two weeks of history and parts of the events missing, and without any history;
/// each is a tenant of its own in one stream. In order each story is told with every lack; other ways to arrive take
/// whole events and one lack a story in turn, since they are about time and not about fields.
/// </summary>
public sealed class StoryTests
{
    private static readonly Story[] Attacks =
    [
        .. RedTeam.Stories,
        .. PasswordAttacks.Stories,
        .. StolenSessions.Stories,
        .. AccountTakeovers.Stories,
        .. AdministrationAttacks.Stories,
    ];

    private static readonly Lack[] AllLacks = Enum.GetValues<Lack>();
    private static readonly bool[] Both = [false, true];
    private static readonly DetectionSet Detections = DetectionSet.With(BuiltInRules.With([]));

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public void Every_attack_is_seen_however_it_arrives(int? shuffled) =>
        AssertSeen(Tell(Attacks, shuffled is null ? AllLacks.Length : 1), told => Play(told, shuffled));

    /// <summary>The log ends with the attack: nothing that comes later moves the clock.</summary>
    [Fact]
    public void Every_attack_is_seen_at_its_last_event() =>
        AssertSeen(Tell([.. Attacks.Where(x => !x.IsSilence)], lacks: 1), told => Play(told, null, isOver: false));

    private static void AssertSeen(
        List<(string Tenant, Story Story, IReadOnlyList<JsonObject> Events)> told,
        Func<List<(string Tenant, Story Story, IReadOnlyList<JsonObject> Events)>, ILookup<string, Alert>> play
    )
    {
        var worst = play(told);
        var missed = told.Where(x =>
                !worst[x.Tenant].Any(alert => alert.RuleId == x.Story.Rule && alert.Severity >= x.Story.Least)
            )
            .Select(x => x.Tenant)
            .ToArray();
        Assert.True(missed.Length == 0, string.Join('\n', missed));
    }

    [Fact]
    public void Good_days_alert_nobody()
    {
        var told = Tell([.. GoodDays.Stories, .. WorkDays.Stories], AllLacks.Length);
        var worst = Play(told, shuffled: 2);
        var wrong = told.SelectMany(x =>
                worst[x.Tenant]
                    .Where(alert => alert.Severity > Severity.Low)
                    .Select(alert => $"{x.Tenant}: {alert.RuleId} {alert.Severity} {alert.Title}")
            )
            .ToArray();
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    private static List<(string Tenant, Story Story, IReadOnlyList<JsonObject> Events)> Tell(
        IReadOnlyList<Story> stories,
        int lacks
    ) =>
        [
            .. from told in stories.Index()
            let story = told.Item
            from classic in Both
            from history in story.NeedsHistory ? [true] : Both
            from lack in history ? Lacks(story, told.Index, lacks) : [Lack.Nothing]
            let some = new Some { Classic = classic }
            let events = (history ? Story.Habit(some) : []).Concat(story.Events(some)).Select(x => x.Without(lack))
            select (
                $"{story.Name}/{(classic ? "Classic" : "OIE")}{(history ? "" : "/unknown")}/no {lack}",
                story,
                (IReadOnlyList<JsonObject>)[.. events]
            ),
        ];

    /// <summary>Nothing, and so many others that the story can do without, another first for each story.</summary>
    private static IEnumerable<Lack> Lacks(Story story, int number, int count) =>
        AllLacks
            .Except(story.Needs)
            .OrderBy(x => x == Lack.Nothing ? -1 : ((int)x + number) % AllLacks.Length)
            .Take(count + 1);

    private static ILookup<string, Alert> Play(
        List<(string Tenant, Story Story, IReadOnlyList<JsonObject> Events)> told,
        int? shuffled,
        bool isOver = true
    )
    {
        var scenario = new Scenario(Detections);
        foreach (var (tenant, _, events) in told)
        {
            scenario.Of(tenant, shuffled is { } seed ? Scenario.Shuffle(events, new Random(seed)) : Ordered(events));
        }

        return (isOver ? scenario.Final() : scenario.Alerts()).ToLookup(x => x.Tenant, StringComparer.Ordinal);
    }

    private static IEnumerable<JsonObject> Ordered(IEnumerable<JsonObject> events) =>
        events.OrderBy(x => (string)x["published"]!, StringComparer.Ordinal);
}
