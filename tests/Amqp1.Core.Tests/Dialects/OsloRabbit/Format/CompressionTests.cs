using System.IO.Compression;
using Amqp1.Configuration;
using Amqp1.Core.Tests.Wire;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit.Format;
using Amqp1.Json;
using Amqp1.Wire;
using SharpCompress.Compressors.BZip2;
using static Amqp1.Core.Tests.Dialects.OsloRabbit.Format.RabbitMessages;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Format;

/// <summary>Tests of the rules of docs/spec/rabbit-messages.md#compression.</summary>
public sealed class CompressionTests
{
    private static readonly string Text = InEnvelope($$"""{"result": "{{new string('x', 3000)}}", "failure": null, "ending": true, "_msg_id": "{{Call}}", "_unique_id": "u"}""");
    private static readonly string Request = InEnvelope("""{"method": "m", "args": {"a": 1}}""");

    private readonly RabbitFormat _format = new();

    public static TheoryData<string, string?> Received { get; } = new()
    {
        { "zlib", "application/x-gzip" },
        { "zlib", null },
        { "gzip", "application/x-gzip" },
        { "gzip", null },
        { "bz2", "application/x-bz2" },
        { "bz2", null },
    };

    [Theory]
    [MemberData(nameof(Received))]
    public void Compressed_messages_are_read_with_and_without_the_property(string how, string? property)
    {
        _format.ReadRequest(FromPython(Compressed(how, Request), property)).Request!.Method.ShouldBe("m");

        var reply = _format.ReadReply(FromPython(Compressed(how, Text), property));
        reply.Call.ShouldBe(CallId.Parse((object)Call));
        _format.ReadResult(reply.Body!.Value).Response.Length.ShouldBe(3002);
    }

    [Fact]
    public void A_compressed_reply_that_is_matched_by_its_correlation_id_is_decompressed_when_it_is_read()
    {
        var result = Convert.ToHexString(Enumerable.Range(0, 4000).Select(i => (byte)(i * i * 31 >> 3)).ToArray());
        var message = Sent(Outgoing(Result($"\"{result}\""), MessageKind.Reply, Call), format: new RabbitFormat(RabbitCompression.Gzip));

        var reply = _format.ReadReply(message);

        reply.Call.ShouldBe(CallId.Parse((object)Call));
        WireBytes.Text(_format.ReadResult(reply.Body!.Value).Response).ShouldBe($"\"{result}\"");
    }

    [Fact]
    public void A_compressed_message_names_its_compression_and_has_zlib_format()
    {
        var message = Sent(
            Outgoing(RabbitMessages.Request("m", $$"""{"a":"{{new string('x', 3000)}}"}"""), trace: new TraceContext("t", null)), format: new RabbitFormat(RabbitCompression.Gzip));

        message.ApplicationProperties["compression"].ShouldBe("application/x-gzip");
        message.ApplicationProperties["traceparent"].ShouldBe("t");
        message.Properties.ContentType.ToString().ShouldBe("application/json");
        var body = MessageBody.Read(message)!.Value;
        body.Span[..2].ToArray().ShouldBe([0x78, 0x9c]);
        body.Length.ShouldBeLessThan(300);
        _format.ReadRequest(message).Request!.Arguments.Length.ShouldBe(3008);
    }

    [Fact]
    public void Heartbeats_are_compressed_too()
    {
        var reply = _format.ReadReply(Sent(Outgoing(null, MessageKind.Heartbeat, Call), format: new RabbitFormat(RabbitCompression.Gzip)));

        reply.Call.ShouldBe(CallId.Parse((object)Call));
        reply.Body.ShouldBeNull();
        reply.Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData("zlib")]
    [InlineData("gzip")]
    [InlineData("bz2")]
    public void The_size_is_checked_while_decompressing(string how)
    {
        var bomb = Compressed(how, new string(' ', 4 * 1024 * 1024));

        BodyCompression.Decompress(bomb, 4 * 1024 * 1024).Length.ShouldBe(4 * 1024 * 1024);
        Should.Throw<WireFormatException>(() => BodyCompression.Decompress(bomb, (4 * 1024 * 1024) - 1)).Message.ShouldContain("limit");
    }

    [Theory]
    [InlineData("zlib")]
    [InlineData("gzip")]
    [InlineData("bz2")]
    public void Damaged_data_is_a_fault(string how)
    {
        var whole = Compressed(how, Request);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x55;

            var incoming = _format.ReadRequest(FromPython(damaged));
            (incoming.Fault is null).ShouldBe(incoming.Request is not null);
            // If only the end of the last block and the checksum are missing, .NET does not notice it.
            if (at < whole.Length / 2)
            {
                _format.ReadRequest(FromPython(whole[..at])).Fault.ShouldNotBeNull();
            }
        }
    }

    [Fact]
    public void An_unknown_compression_is_named() =>
        _format.ReadRequest(FromPython([0x28, 0xb5, 0x2f, 0xfd], "application/zstd")).Fault!.Message
            .ShouldBe("The body has the compression application/zstd, which is not supported.");

    [Fact]
    public void A_property_that_is_not_true_does_no_harm() =>
        _format.ReadRequest(FromPython(WireBytes.Utf8(Request), "application/x-gzip")).Request!.Method.ShouldBe("m");

    private static byte[] Compressed(string how, string text)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = how switch
        {
            "zlib" => new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
            "gzip" => new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
            _ => BZip2Stream.Create(compressed, SharpCompress.Compressors.CompressionMode.Compress, decompressConcatenated: false, leaveOpen: true),
        })
        {
            stream.Write(WireBytes.Utf8(text));
        }

        return compressed.ToArray();
    }
}
