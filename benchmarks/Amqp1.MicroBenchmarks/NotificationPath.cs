using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using BenchmarkDotNet.Attributes;

namespace Amqp1.MicroBenchmarks;

/// <summary>The steps of a notification in an envelope, which is JSON in a JSON string.</summary>
public class NotificationPath
{
    private NotificationMessage? _notification;
    private byte[] _body = [];

    /// <summary>The length of the payload, an object with one text.</summary>
    [Params(16, 1024, 100 * 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["data"] = new('x', Size) });
        _notification = new NotificationMessage(
            "0c7e3e6a-8a5e-4d5e-9d4a-3f6b8f0f6a11", "publisher", "event.type", "INFO", payload, "2026-01-01 00:00:00.000000", RpcRequest.EmptyObject);
        var text = NotificationWriter.Write(_notification, NotificationFormat.Version2);
        _body = text.Span.ToArray();
        text.Return();
    }

    /// <summary>Writes the body.</summary>
    [Benchmark]
    public void Write() => NotificationWriter.Write(_notification!, NotificationFormat.Version2).Return();

    /// <summary>Reads the body as far as the payload, which is then deserialized.</summary>
    [Benchmark]
    public void Read() => NotificationReader.Read(_body).Text.Return();
}
