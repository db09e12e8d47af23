using System.Globalization;
using System.Text;
using Pipeline.Processor.Steps;

namespace Pipeline.Benchmarks.Engine;

/// <summary>The yardstick's detect: every event touches its user's state, a denial also moves the window.</summary>
internal sealed class PlainDetectStep(string prefix) : IStep
{
    private const char Separator = '\u0001';
    private const long Window = 600_000;

    private readonly string _alerts = prefix + ".alerts";

    public string Name => "detect";

    public IStateCodecs Codecs { get; } = new PlainCodecs();

    public void Process(InputRecord record, StepContext context)
    {
        var f = Encoding.UTF8.GetString(record.Value!).Split(Separator);
        var denied =
            f[1] == "user.mfa.okta_verify.deny_push"
            || (f[1] == "user.authentication.auth_via_mfa" && f[2] == "FAILURE" && f[4] == "OKTA_VERIFY_PUSH");
        var key = "user|" + Encoding.UTF8.GetString(record.Key!);
        var now = long.Parse(f[5], CultureInfo.InvariantCulture);
        var times = new List<long>();
        if (context.Get<PlainState>(key) is { } old)
        {
            times.AddRange(old.Denials.Where(x => x > now - Window));
        }

        if (denied)
        {
            times.Add(now);
            if (times.Count == 5)
            {
                context.Emit(new OutputRecord(_alerts, record.Key, record.Value, []));
            }
        }

        context.Put(key, new PlainState(now, [.. times]), "t");
    }

    public void OnTimer(string key, StateEntry entry, StepContext context) => throw new NotSupportedException();
}
