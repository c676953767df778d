using System.Text.Json;
using Amqp1.Core.Tests.Wire;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloRabbit.Format;
using Amqp1.Json;
using CsCheck;
using static Amqp1.Core.Tests.Dialects.OsloRabbit.Format.RabbitMessages;

namespace Amqp1.Core.Tests.Dialects.OsloRabbit.Format;

/// <summary>Tests that messages that the format writes are read with the same values, for texts of any characters.</summary>
public sealed class RoundTripTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char,
        Gen.Char['\ud800', '\udfff'],
        Gen.Char[" \"\\/{}\n\0<&\u007f\u2028é"]).Array[0, 12].Select(c => new string(c));

    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, json) => depth > 4
        ? Gen.Int.Select(number => $"{number}")
        : Gen.OneOf(
            Gen.OneOfConst("null", "true", "-0.5e3", "[ ]", "{\n\t\"k\" :\r 1}"),
            Text.Select(text => JsonSerializer.Serialize(text)),
            json.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
            Gen.Select(Text, json).Array[0, 3].Select(ObjectOf)));

    private static readonly Gen<string> Object = Gen.Select(Text, Json).Array[0, 4].Select(ObjectOf);

    private readonly RabbitFormat _format = new();

    [Fact]
    public void Requests() => Gen.Select(Text, Object, Object, Text.Null(), Text.Null(), Gen.Int[1, 100_000].Nullable(), Gen.Bool).Sample(
        (method, arguments, context, ns, version, monitor, isCall) =>
        {
            var timeout = monitor is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : (TimeSpan?)null;
            var outgoing = Outgoing(Request(method, arguments, context, ns, version, timeout));

            var incoming = _format.ReadRequest(Sent(outgoing, isCall ? CallAttempt : default));

            incoming.Fault.ShouldBeNull();
            incoming.UniqueId.ShouldBe($"{outgoing.UniqueId:N}");
            incoming.Reply.ShouldBe(isCall ? new ReplyRoute(ReplyQueue, Call) : null);
            incoming.Request!.Method.ShouldBe(Clean(method));
            incoming.Request.Namespace.ShouldBe(ns is null ? null : Clean(ns));
            incoming.Request.Version.ShouldBe(version is null ? RpcRequest.DefaultVersion : Clean(version));
            incoming.Request.CallMonitorTimeout.ShouldBe(isCall ? timeout?.TotalSeconds : null);
            ShouldBeSame(incoming.Request.Arguments, arguments);
            ShouldBeSame(incoming.Request.Context, context);
        },
        iter: 5_000);

    [Fact]
    public void Results() => Json.Sample(
        json =>
        {
            var reply = _format.ReadReply(Sent(Outgoing(Result(json), MessageKind.Reply, Call)));

            reply.Call.ShouldBe(CallId.Parse((object)Call));
            ShouldBeSame(_format.ReadResult(reply.Body!.Value).Response, json);
        },
        iter: 5_000);

    [Fact]
    public void Replies_to_foreign_callers() => Text.Where(id => id.Length > 0).Sample(
        id => _format.ReadReply(FromPython(BodyOf(Sent(Outgoing(Result("1"), MessageKind.Reply, id))))).CorrelationId.ShouldBe(Clean(id)),
        iter: 2_000);

    [Fact]
    public void Failures() => Gen.Select(Text, Text, Text, Text.Array[0, 4], Json).Sample(
        (name, module, message, traceback, argument) =>
        {
            var failure = new RemoteFailure(name, module, message, traceback, WireBytes.Utf8($"[{argument}]"));

            var reply = _format.ReadReply(Sent(Outgoing(new FailureContent(failure), MessageKind.Reply, Call)));
            var read = _format.ReadResult(reply.Body!.Value).Failure!;

            read.Class.ShouldBe(Clean(name));
            read.Module.ShouldBe(Clean(module));
            read.Message.ShouldBe(Clean(message));
            read.Traceback.ShouldBe(traceback.Select(Clean));
            ShouldBeSame(read.Arguments, $"[{argument}]");
        },
        iter: 5_000);

    [Fact]
    public void Notifications() => Gen.Select(Text, Text, Json, Object, Gen.OneOfConst(NotificationFormat.Version1, NotificationFormat.Version2)).Sample(
        (publisher, eventType, payload, context, format) =>
        {
            var sent = new NotificationMessage("id", publisher, eventType, "INFO", WireBytes.Utf8(payload), "now", WireBytes.Utf8(context));

            var read = _format.ReadNotification(Sent(Outgoing(new NotificationContent(sent, WireBytes.Utf8(payload), format), MessageKind.Notification))).Notification;

            read.MessageId.ShouldBe("id");
            read.PublisherId.ShouldBe(Clean(publisher));
            read.EventType.ShouldBe(Clean(eventType));
            read.Priority.ShouldBe("INFO");
            ShouldBeSame(read.Payload, payload);
            ShouldBeSame(read.Context, context);
        },
        iter: 5_000);

    private static string ObjectOf((string Key, string Value)[] pairs) =>
        $"{{{string.Join(',', pairs.DistinctBy(pair => Clean(pair.Key)).Select(pair => $"{JsonSerializer.Serialize(pair.Key)}:{pair.Value}"))}}}";

    /// <summary>Returns a text as UTF-8 transfers it, which cannot represent lone surrogates.</summary>
    private static string Clean(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static void ShouldBeSame(ReadOnlyMemory<byte> json, string expected)
    {
        using var one = JsonDocument.Parse(json, JsonSlice.DocumentOptions);
        using var other = JsonDocument.Parse(expected, JsonSlice.DocumentOptions);
        JsonElement.DeepEquals(one.RootElement, other.RootElement).ShouldBeTrue(expected);
    }
}
