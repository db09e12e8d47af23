namespace Pipeline.Producer.Okta;

/// <summary>Bodies that are no pages.</summary>
internal static class ResponseBody
{
    /// <summary>Errors and tokens are a few hundred bytes to a few thousand; more is somebody else's page.</summary>
    private const int MaxBytes = 16 * 1024;

    /// <summary>What of a short body arrives; one that breaks off is still an answer with its status.</summary>
    public static async Task<byte[]> BeginningAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var buffer = new byte[MaxBytes];
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
            return buffer[..read];
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            return [];
        }
    }
}
