using Pipeline.Producer.Collection;

namespace Pipeline.Tests.Producer;

public sealed class GroupPulseTests
{
    private readonly CollectionRig _rig = new();
    private readonly GroupPulse _pulse;

    public GroupPulseTests()
    {
        _pulse = new GroupPulse(_rig.Time);
        _rig.Pulse = _pulse;
        // SIGSTOP for half a minute while the first page is on its way: others may own the tenant by then.
        var stopped = false;
        _rig.Org.With(1500).Change = (_, _) =>
        {
            _rig.Time.Advance(TimeSpan.FromSeconds(stopped ? 0 : 30));
            stopped = true;
        };
    }

    [Fact]
    public async Task A_process_that_stood_still_sends_no_request_before_its_group_has_confirmed_it()
    {
        await _rig.RunAsync(waits: 30);
        Assert.Single(_rig.Org.Requests);
        Assert.All(_rig.Pause.Waits, x => Assert.Equal(("group", GroupPulse.LookEvery), x));
    }

    [Fact]
    public async Task It_goes_on_once_the_group_has()
    {
        await _rig.RunAsync(until: () =>
        {
            if (_rig.Pause.Waits.Count == 7)
            {
                _pulse.Beat();
            }

            return false;
        });
        Assert.Equal(_rig.Uuids(1500), _rig.Raw);
        Assert.Equal(7, _rig.Pause.Waits.Count(x => x.Reason == "group"));
    }
}
