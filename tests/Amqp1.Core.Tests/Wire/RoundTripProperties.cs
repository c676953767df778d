using System.Text.Json;
using Amqp1.Dialects;
using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using Amqp1.Wire;
using CsCheck;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests that our readers read what our writers write, for any text. Lone surrogates become replacement characters.</summary>
public sealed class RoundTripProperties
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char,
        Gen.Char['\ud800', '\udfff'],
        Gen.Char[" \"\\/{}\n\0<&\u007f\u2028é"]).Array[0, 12].Select(c => new string(c));

    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, json) => depth > 4
        ? Gen.Int.Select(number => $"{number}")
        : Gen.OneOf(
            Gen.OneOfConst("null", "true", "-0.5e3", "[]", "{}"),
            Text.Select(text => JsonSerializer.Serialize(text)),
            json.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
            Gen.Select(Text, json).Array[0, 3].Select(pairs => $"{{{string.Join(',', pairs.DistinctBy(pair => Clean(pair.Item1)).Select(pair => $"{JsonSerializer.Serialize(pair.Item1)}:{pair.Item2}"))}}}")));

    [Fact]
    public void Requests() => Gen.Select(Text, Json, Text.Null(), Text.Null(), Gen.Int[1, 100_000].Nullable()).Sample(
        (method, argument, ns, version, monitor) =>
        {
            var timeout = monitor is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : (TimeSpan?)null;
            var body = Wire.Requests.Text(method, $"{{\"argument\":{argument}}}", "{\"k\":[1]}", ns, version, timeout);

            var request = RpcRequestReader.Read(body);

            request.Method.ShouldBe(Clean(method));
            request.Namespace.ShouldBe(ns is null ? null : Clean(ns));
            request.Version.ShouldBe(version is null ? RpcRequest.DefaultVersion : Clean(version));
            request.CallMonitorTimeout.ShouldBe(timeout?.TotalSeconds);
            ShouldBeSame(request.Arguments, $"{{\"argument\":{argument}}}");
            ShouldBeSame(request.Context, "{\"k\":[1]}");
        },
        iter: 5_000);

    [Fact]
    public void Failures() => Gen.Select(Text, Text, Text, Text.Array[0, 4], Json).Sample(
        (name, module, message, traceback, argument) =>
        {
            var failure = new RemoteFailure(name, module, message, traceback, WireBytes.Utf8($"[{argument}]"));

            var read = ReplyReader.Read(ReplyWriter.WriteFailure(failure)).Failure!;

            read.Class.ShouldBe(Clean(name));
            read.Module.ShouldBe(Clean(module));
            read.Message.ShouldBe(Clean(message));
            read.Traceback.ShouldBe(traceback.Select(Clean));
            ShouldBeSame(read.Arguments, $"[{argument}]");
        },
        iter: 5_000);

    [Fact]
    public void Responses() => Json.Sample(
        json =>
        {
            var content = new ResultContent(WireBytes.Utf8(json));
            var text = new byte[ReplyWriter.LengthOf(content)];
            ReplyWriter.Write(content, text);

            ShouldBeSame(ReplyReader.Read(text).Response, json);
        },
        iter: 5_000);

    [Fact]
    public void Notifications() => Gen.Select(Text, Text, Text, Json, Gen.OneOfConst(NotificationFormat.Version1, NotificationFormat.Version2)).Sample(
        (publisher, eventType, timestamp, payload, format) =>
        {
            var sent = new NotificationMessage("id", publisher, eventType, "INFO", WireBytes.Utf8(payload), timestamp, "{}"u8.ToArray());

            var read = NotificationReader.Read(NotificationWriter.Write(sent, format)).Notification;

            read.PublisherId.ShouldBe(Clean(publisher));
            read.EventType.ShouldBe(Clean(eventType));
            read.Timestamp.ShouldBe(Clean(timestamp));
            read.Priority.ShouldBe("INFO");
            ShouldBeSame(read.Payload, payload);
        },
        iter: 5_000);

    [Fact]
    public void Nesting_is_read_up_to_the_limit_and_refused_beyond_it() => Gen.Int[1, JsonLimits.MaxDepth * 2].Sample(
        depth =>
        {
            var body = WireBytes.Utf8($"{{\"response\":{new string('[', depth)}{new string(']', depth)}}}");
            if (depth < JsonLimits.MaxDepth)
            {
                ReplyReader.Read(body).Response.Length.ShouldBe(depth * 2);
            }
            else
            {
                Should.Throw<WireFormatException>(() => ReplyReader.Read(body));
            }
        },
        iter: 500);

    /// <summary>Returns a text as UTF-8 transfers it, which cannot represent lone surrogates.</summary>
    private static string Clean(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static void ShouldBeSame(ReadOnlyMemory<byte> json, string expected)
    {
        using var one = JsonDocument.Parse(json, JsonSlice.DocumentOptions);
        using var other = JsonDocument.Parse(expected, JsonSlice.DocumentOptions);
        JsonElement.DeepEquals(one.RootElement, other.RootElement).ShouldBeTrue(expected);
    }
}
