namespace Pipeline.Processor.Detection.Detectors.Credentials;

/// <summary>Attempts within a sliding window: how many users, and how often each. Changed in place.</summary>
internal sealed class AttemptWindow(IReadOnlyList<Attempt> attempts, TimeSpan length)
{
    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private int _first;
    private int _next;

    public int Count => _next - _first;

    public int Users => _users.Count;

    public int MostPerUser => _users.Count == 0 ? 0 : _users.Values.Max();

    public TimeSpan Span => Count == 0 ? TimeSpan.Zero : attempts[_next - 1].Time - attempts[_first].Time;

    /// <summary>
    /// Takes in the next attempt and lets go of those that are older than the window, both ends included.
    /// </summary>
    public bool Advance()
    {
        if (_next == attempts.Count)
        {
            return false;
        }

        if (attempts[_next].User is { } user)
        {
            _users[user] = _users.GetValueOrDefault(user) + 1;
        }

        _next++;
        for (; attempts[_next - 1].Time - attempts[_first].Time > length; _first++)
        {
            if (attempts[_first].User is { } gone && --_users[gone] == 0)
            {
                _users.Remove(gone);
            }
        }

        return true;
    }

    /// <summary>Share of the users that were tried between so many and so many times.</summary>
    public double Share(int fewest, int most) =>
        _users.Count == 0 ? 0 : (double)_users.Values.Count(x => x >= fewest && x <= most) / _users.Count;
}
