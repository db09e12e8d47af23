using System.Text;
using Confluent.Kafka;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>Headers of the records collection writes and reads: UTF-8 text.</summary>
internal static class RecordHeaders
{
    /// <summary>Of every event; headers are only read.</summary>
    private static readonly Header Avro = Of(HeaderNames.ContentType, HeaderNames.AvroContentType);

    private static readonly Header Build = Of(HeaderNames.Producer, OktaHttp.Product);

    /// <summary>Content type and the build that wrote the record.</summary>
    public static Headers Common(string contentType) =>
        new() { contentType == HeaderNames.AvroContentType ? Avro : Of(HeaderNames.ContentType, contentType), Build };

    public static Headers With(this Headers headers, string name, string value)
    {
        headers.Add(name, Encoding.UTF8.GetBytes(value));
        return headers;
    }

    private static Header Of(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));

    /// <summary>The last value of a header, or null.</summary>
    public static string? Text(Headers? headers, string name) =>
        headers is not null && headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
