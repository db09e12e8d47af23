using Pipeline.Producer.Collection.Reconciliation;

namespace Pipeline.Producer.Commands;

/// <summary>Shows progress: a bar that is redrawn on a terminal, else a line at most every ten seconds.</summary>
internal sealed class BackfillDisplay(TextWriter output, bool terminal, TimeProvider time)
{
    private static readonly TimeSpan LinesApart = TimeSpan.FromSeconds(10);
    private long? _shown;
    private int _drawn;

    public async Task ShowAsync(SpanProgress progress)
    {
        var text = BackfillText.Line(progress, bar: terminal);
        if (terminal)
        {
            await output.WriteAsync("\r" + text.PadRight(_drawn));
            _drawn = text.Length;
        }
        else if (_shown is not { } last || time.GetElapsedTime(last) >= LinesApart)
        {
            await output.WriteLineAsync(text);
            _shown = time.GetTimestamp();
        }
    }

    /// <summary>A sentence on a line of its own.</summary>
    public async Task SayAsync(string text)
    {
        if (_drawn > 0)
        {
            await output.WriteLineAsync();
            _drawn = 0;
        }

        await output.WriteLineAsync(text);
    }
}
