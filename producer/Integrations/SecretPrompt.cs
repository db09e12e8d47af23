using System.Text;

namespace Pipeline.Producer.Integrations;

/// <summary>Asks for a secret on a terminal without showing it.</summary>
internal static class SecretPrompt
{
    public static async Task<string> ReadAsync(string question, TimeProvider time, CancellationToken stop)
    {
        await Console.Error.WriteAsync(question);
        var text = new StringBuilder();
        while (true)
        {
            // A blocking read would swallow Ctrl-C until the next key.
            while (!Console.KeyAvailable)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, stop);
            }

            var key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                await Console.Error.WriteLineAsync();
                return text.ToString();
            }

            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                text.Append(key.KeyChar);
            }
        }
    }
}
