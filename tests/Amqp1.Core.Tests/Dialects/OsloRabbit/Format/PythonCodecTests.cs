using System.Diagnostics;
using System.Text.Json.Nodes;
using Amqp;
using Amqp1.Configuration;
using Amqp1.Core.Tests.Wire;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit.Format;
using Amqp1.Wire;
using static Amqp1.Core.Tests.Dialects.OsloRabbit.Format.RabbitMessages;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Format;

/// <summary>
/// The code of oslo.messaging and kombu that reads and writes messages, run without a broker. Skipped on a machine without it.
/// </summary>
public sealed class PythonCodecTests
{
    private const string Python = "/usr/bin/python3";

    private const string Script =
        """
        import base64, json, sys
        from kombu import compression, serialization
        from kombu.message import Message
        from oslo_messaging._drivers import amqp, common, impl_rabbit

        def read(body, headers):
            message = Message(body=base64.b64decode(body), content_type='application/json', content_encoding='utf-8', headers=headers)
            message.ack = lambda: None
            return impl_rabbit.RabbitMessage(message)

        def write(text, how):
            message = json.loads(text)
            amqp._add_unique_id(message)
            amqp.pack_context(message, {'user': u'J\u00f6rg \U0001f600', 'roles': ['a', {'b': None}]})
            body = serialization.dumps(common.serialize_msg(message), 'json')[2]
            headers = {}
            if how:
                body, headers['compression'] = compression.compress(body, how)
            return {'body': base64.b64encode(body.encode() if isinstance(body, str) else body).decode(), 'headers': headers}

        work = json.load(sys.stdin)
        json.dump({
            'read': [read(*item) for item in work['read']],
            'written': [write(*item) for item in work['write']],
        }, sys.stdout)
        """;

    private const string Awkward = "\"quotes\" \\back\\slashes / \n\t\u0001 é 😀 \u2028";

    [Fact]
    public async Task Python_reads_every_kind_of_message()
    {
        var notification = new NotificationMessage("id", "pub", "e", "INFO", WireBytes.Utf8("""{"n": 1}"""), "now", WireBytes.Utf8("""{"c": [1]}"""));
        OutgoingMessage[] messages =
        [
            Outgoing(Request(Awkward, new JsonObject { ["a"] = Awkward }.ToJsonString(), """{"c": {"d": "\u00e9\n"}}""", Awkward, "1.2"), MessageKind.Call),
            Outgoing(Request()),
            Outgoing(Result(JsonValue.Create(Awkward).ToJsonString()), MessageKind.Reply, Call),
            Outgoing(new FailureContent(new RemoteFailure("ValueError", "builtins", Awkward, [Awkward])), MessageKind.Reply, Call),
            Outgoing(null, MessageKind.Heartbeat, Call),
            Outgoing(new NotificationContent(notification, WireBytes.Utf8("""{"n": 1}"""), NotificationFormat.Version1), MessageKind.Notification),
            Outgoing(new NotificationContent(notification, WireBytes.Utf8("""{"n": 1}"""), NotificationFormat.Version2), MessageKind.Notification),
        ];
        var sent = (
            from outgoing in messages
            from compression in Enum.GetValues<RabbitCompression>()
            select (Outgoing: outgoing, Message: Sent(outgoing, outgoing.Kind == MessageKind.Call ? CallAttempt : default, new RabbitFormat(compression)))).ToArray();

        var answer = await RunAsync(new JsonObject
        {
            ["read"] = new JsonArray([.. sent.Select(item => new JsonArray(Convert.ToBase64String(MessageBody.Read(item.Message)!.Value.Span), HeadersOf(item.Message)))]),
            ["write"] = new JsonArray(),
        });

        var read = answer["read"]!.AsArray();
        read.Count.ShouldBe(messages.Length * 2);
        for (var i = 0; i < sent.Length; i++)
        {
            read[i]!["_unique_id"]!.GetValue<string>().ShouldBe($"{sent[i].Outgoing.UniqueId:N}");
            JsonNode.DeepEquals(read[i], JsonNode.Parse(Inside(Sent(sent[i].Outgoing, sent[i].Outgoing.Kind == MessageKind.Call ? CallAttempt : default)))).ShouldBeTrue(read[i]!.ToJsonString());
        }

        read[0]!["method"]!.GetValue<string>().ShouldBe(Awkward);
        read[0]!["args"]!["a"]!.GetValue<string>().ShouldBe(Awkward);
        read[0]!["_context_c"]!["d"]!.GetValue<string>().ShouldBe("é\n");
        read[4]!["result"]!.GetValue<string>().ShouldBe(Awkward);
        JsonNode.Parse(read[6]!["failure"]!.GetValue<string>())!["message"]!.GetValue<string>().ShouldBe(Awkward);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("bzip2")]
    public async Task What_Python_writes_is_read(string? compression)
    {
        var call = new JsonObject { ["method"] = Awkward, ["args"] = new JsonObject { ["a"] = Awkward }, ["_msg_id"] = Call, ["_reply_q"] = "q", ["_timeout"] = 2 };
        var reply = new JsonObject { ["result"] = Awkward, ["failure"] = null, ["ending"] = true, ["_msg_id"] = Call };

        var answer = await RunAsync(new JsonObject
        {
            ["read"] = new JsonArray(),
            ["write"] = new JsonArray(new JsonArray(call.ToJsonString(), compression), new JsonArray(reply.ToJsonString(), compression)),
        });

        var format = new RabbitFormat();
        var incoming = format.ReadRequest(Written(answer, 0));
        incoming.Fault.ShouldBeNull();
        incoming.Reply.ShouldBe(new ReplyRoute("q", Call));
        incoming.UniqueId!.Length.ShouldBe(32);
        incoming.Request!.Method.ShouldBe(Awkward);
        incoming.Request.CallMonitorTimeout.ShouldBe(2);
        JsonNode.Parse(incoming.Request.Arguments.Span)!["a"]!.GetValue<string>().ShouldBe(Awkward);
        var context = JsonNode.Parse(incoming.Request.Context.Span)!;
        context["user"]!.GetValue<string>().ShouldBe("Jörg 😀");
        context["roles"]![1]!.ToJsonString().ShouldBe("""{"b":null}""");
        var answered = format.ReadReply(Written(answer, 1));
        answered.Call.ShouldBe(CallId.Parse((object)Call));
        JsonNode.Parse(format.ReadResult(answered.Body!.Value).Response.Span)!.GetValue<string>().ShouldBe(Awkward);
    }

    private static Message Written(JsonNode answer, int index)
    {
        var written = answer["written"]![index]!;
        return FromPython(Convert.FromBase64String(written["body"]!.GetValue<string>()), written["headers"]!["compression"]?.GetValue<string>());
    }

    private static JsonObject HeadersOf(Message message) =>
        message.ApplicationProperties is { } properties ? new JsonObject { ["compression"] = (string)properties["compression"] } : [];

    private static async Task<JsonNode> RunAsync(JsonObject work)
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} does not exist.");
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var cancel = TestContext.Current.CancellationToken;
        var errors = process.StandardError.ReadToEndAsync(cancel);
        try
        {
            await process.StandardInput.WriteAsync(work.ToJsonString().AsMemory(), cancel);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process has ended already. Its error output says why.
        }

        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.SkipWhen((await errors).Contains("ModuleNotFoundError", StringComparison.Ordinal), "oslo.messaging is not installed.");
        process.ExitCode.ShouldBe(0, await errors);
        return JsonNode.Parse(output)!;
    }
}
