using Amqp1.Dialects.OsloAmqp1;
using Amqp1.Json;
using Amqp1.Wire;
using CsCheck;

namespace Amqp1.Core.Tests.Wire;

/// <summary>Tests that everything a peer sends is either read or refused, and that there is only one way to refuse it.</summary>
public sealed class MutationProperties
{
    private static readonly byte[][] Valid =
    [
        .. new[]
        {
            """{"request": {"method": "echo", "args": {"data": "h\u00e9 \"q\"\n"}, "version": "1.2", "namespace": "ns"}, "context": {"ctx": "k"}, "call_monitor_timeout": 2.5}""",
            """{"request": {"oslo.version": "2.0", "oslo.message": "{\"method\": \"m\", \"args\": {\"a\": [NaN, \"\\ud83d\\ude00\"]}}"}, "context": {}}""",
            """{"request": {"oslo.version": "2.0", "oslo.message": "{\"message_id\": \"5\", \"publisher_id\": \"p\", \"event_type\": \"e\", \"priority\": \"INFO\", \"payload\": {\"data\": Infinity}, \"timestamp\": \"2026-11-23 12:17:54.808097\"}"}, "context": {}}""",
            """{"response": {"a": [1, 2.5, null, true, -Infinity, "\ud83d\ude00"]}}""",
            """{"failure": "{\"class\": \"KeyError\", \"module\": \"builtins\", \"message\": \"'boom'\", \"tb\": [\"Traceback\\n\", \"\\udfff\\n\"], \"args\": [\"boom\"], \"kwargs\": {}}"}""",
        }.Select(WireBytes.Utf8),
    ];

    private static readonly string[] Fragments =
        ["\"", "\\", "\\u", "\\ud800", "\\\\ud800", "NaN", "-Infinity", "{", "}", "[", "]", ":", ",", "null", "1e999", "-", "\0", "true", "é", "/*", "//", "{\"failure\":", "1E400"];

    private static readonly Gen<Func<List<byte>, List<byte>>> Mutation = Gen.OneOf(
        Gen.Select(Gen.Int[0, 4000], Gen.Byte, (at, value) => Change(bytes => bytes[at % bytes.Count] = value)),
        Gen.Select(Gen.Int[0, 4000], Gen.Int[1, 8], (at, length) => Change(bytes => bytes.RemoveRange(at % bytes.Count, Math.Min(length, bytes.Count - (at % bytes.Count))))),
        Gen.Select(Gen.Int[0, 4000], Gen.OneOfConst(Fragments), (at, text) => Change(bytes => bytes.InsertRange(at % bytes.Count, WireBytes.Utf8(text)))),
        Gen.Select(Gen.Int[0, 4000], Gen.Int[0, 4000], Gen.Int[1, 40], (from, to, length) => Change(bytes =>
            bytes.InsertRange(to % bytes.Count, bytes.GetRange(from % bytes.Count, Math.Min(length, bytes.Count - (from % bytes.Count)))))));

    private static readonly Gen<byte[]> Mutated = Gen.Select(Gen.OneOfConst(Valid), Mutation.Array[1, 5], (valid, mutations) =>
        mutations.Aggregate(valid.ToList(), (bytes, mutate) => bytes.Count == 0 ? bytes : mutate(bytes)).ToArray());

    [Fact]
    public void Mutated_bodies_are_read_or_refused_as_requests() => Mutated.Sample(body => ReadOrRefused(() => RpcRequestReader.Read(body)), iter: 30_000);

    [Fact]
    public void Mutated_bodies_are_read_or_refused_as_replies() => Mutated.Sample(body => ReadOrRefused(() => ReplyReader.Read(body)), iter: 30_000);

    [Fact]
    public void Mutated_bodies_are_read_or_refused_as_notifications() => Mutated.Sample(body => ReadOrRefused(() => NotificationReader.Read(body)), iter: 30_000);

    [Fact]
    public void Any_bytes_are_read_or_refused() => Gen.Byte.Array[0, 60].Sample(
        body =>
        {
            ReadOrRefused(() => RpcRequestReader.Read(body));
            ReadOrRefused(() => ReplyReader.Read(body));
            ReadOrRefused(() => NotificationReader.Read(body));
        },
        iter: 10_000);

    private static void ReadOrRefused<T>(Func<T> read)
    {
        try
        {
            _ = read();
        }
        catch (WireFormatException)
        {
            // The text is refused, which is correct. Any other exception fails the test.
        }
    }

    private static Func<List<byte>, List<byte>> Change(Action<List<byte>> change) => bytes =>
    {
        change(bytes);
        return bytes;
    };
}
