using System.Text;
using Confluent.Kafka;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>Headers of the records collection writes and reads: UTF-8 text.</summary>
internal static class RecordHeaders
{
    /// <summary>Of every event; headers are only read.</summary>
    private static readonly byte[] Avro = Encoding.UTF8.GetBytes(HeaderNames.AvroContentType);

    private static readonly byte[] Build = Encoding.UTF8.GetBytes(OktaHttp.Product);

    /// <summary>Content type and the build that wrote the record.</summary>
    public static Headers Common(string contentType) =>
        new()
        {
            {
                HeaderNames.ContentType,
                contentType == HeaderNames.AvroContentType ? Avro : Encoding.UTF8.GetBytes(contentType)
            },
            { HeaderNames.Producer, Build },
        };

    public static Headers With(this Headers headers, string name, byte[] value)
    {
        headers.Add(name, value);
        return headers;
    }

    public static Headers With(this Headers headers, string name, string value)
    {
        headers.Add(name, Encoding.UTF8.GetBytes(value));
        return headers;
    }

    /// <summary>The last value of a header, or null.</summary>
    public static string? Text(Headers? headers, string name) =>
        headers is not null && headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
