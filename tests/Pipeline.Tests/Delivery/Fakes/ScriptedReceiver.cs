using System.Collections.Concurrent;
using System.Net;

namespace Pipeline.Tests.Delivery.Fakes;

/// <summary>A receiver that answers as the test says and remembers what it saw.</summary>
internal sealed class ScriptedReceiver(Func<ReceivedRequest, int, Task<HttpResponseMessage>> answer)
    : HttpMessageHandler
{
    public ScriptedReceiver(Func<ReceivedRequest, int, HttpStatusCode> status)
        : this((request, n) => Task.FromResult(new HttpResponseMessage(status(request, n)))) { }

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    /// <summary>Requests answered with success, so what the receiver believes to have.</summary>
    public ConcurrentQueue<ReceivedRequest> Accepted { get; } = new();

    public IReadOnlyList<string> AcceptedLines => [.. Accepted.SelectMany(x => x.Lines)];

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var headers = request
            .Headers.NonValidated.Concat(request.Content!.Headers.NonValidated)
            .ToDictionary(x => x.Key, x => x.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var received = new ReceivedRequest(await request.Content.ReadAsByteArrayAsync(cancellationToken), headers);
        Requests.Enqueue(received);
        var response = await answer(received, Requests.Count).WaitAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            Accepted.Enqueue(received);
        }

        return response;
    }
}
