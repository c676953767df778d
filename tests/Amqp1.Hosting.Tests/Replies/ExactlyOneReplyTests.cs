using System.Text.Json;
using Amqp;
using Amqp.Framing;
using Amqp1.Filters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.Replies;

/// <summary>
/// Tests that, whatever goes wrong with a request, an accepted call gets exactly one reply, a cast gets no reply, and the server continues.
/// The only exception is a call that ends after its deadline, because a reply could only overtake the timeout that its caller reports. The
/// peer counts everything that the server sends until its orderly stop.
/// </summary>
[Collection(nameof(OneListener))]
public sealed class ExactlyOneReplyTests : IDisposable
{
    private const string ReplyAddress = "replies";
    private const ulong LargestMessage = 32 * 1024;

    private static readonly Dictionary<string, Trouble> Troubles = new()
    {
        ["nothing"] = Trouble.Of("good", "\"good\""),
        ["unknown method"] = Trouble.Of("no_such_method", "NoSuchMethod"),
        ["unknown namespace"] = new("""{"request":{"method":"good","args":{},"namespace":"nowhere","version":"1.3"},"context":{}}""", "UnsupportedVersion"),
        ["version of another major"] = new("""{"request":{"method":"good","args":{},"version":"2.0"},"context":{}}""", "UnsupportedVersion"),
        ["version not yet served"] = new("""{"request":{"method":"good","args":{},"version":"1.4"},"context":{}}""", "UnsupportedVersion"),
        ["version that is none"] = new("""{"request":{"method":"good","args":{},"version":"new"},"context":{}}""", "UnsupportedVersion"),
        ["version that is a number"] = Trouble.Unreadable("""{"request":{"method":"good","args":{},"version":1.3},"context":{}}""", "TypeError", "is not a string."),
        ["namespace that is a list"] = Trouble.Unreadable("""{"request":{"method":"good","args":{},"namespace":[]},"context":{}}""", "TypeError", "is not a string."),
        ["arguments that are a list"] = Trouble.Unreadable("""{"request":{"method":"good","args":[1],"version":"1.3"},"context":{}}""", "TypeError", "is not an object."),
        ["arguments that are a text"] = Trouble.Unreadable("""{"request":{"method":"good","args":"x","version":"1.3"},"context":{}}""", "TypeError", "is not an object."),
        ["no JSON"] = Trouble.Unreadable("this is no JSON", "ValueError", "The request cannot be read. The body is not JSON"),
        ["JSON that is no object"] = Trouble.Unreadable("[1, 2]", "TypeError", "The body is not a JSON object."),
        ["no request"] = Trouble.Unreadable("""{"context":{}}""", "TypeError", "The body contains no request."),
        ["no method"] = Trouble.Unreadable("""{"request":{"args":{}},"context":{}}""", "TypeError", "The request names no method."),
        ["method that is a number"] = Trouble.Unreadable("""{"request":{"method":7,"args":{}},"context":{}}""", "TypeError", "is not a string."),
        ["envelope of another version"] = Trouble.Unreadable("""{"request":{"oslo.version":"3.0","oslo.message":"{}"},"context":{}}""", "ValueError", "Envelope version 3.0 is not supported"),
        ["missing argument"] = Trouble.Of("sum", "TypeError", "Troubled.sum() missing 1 required positional argument: 'b'", """{"a":1}"""),
        ["missing arguments"] = Trouble.Of("sum", "TypeError", "Troubled.sum() missing 2 required positional arguments: 'a' and 'b'"),
        ["unexpected argument"] = Trouble.Of("sum", "TypeError", "Troubled.sum() got an unexpected keyword argument 'c'", """{"a":1,"b":2,"c":3}"""),
        ["wrong type"] = Trouble.Of("sum", "TypeError", "Troubled.sum() argument 'b' cannot be read: int expected, not str", """{"a":1,"b":"x"}"""),
        ["null"] = Trouble.Of("text", "TypeError", "Troubled.text() argument 'text' cannot be read: str expected, not None", """{"text":null}"""),
        ["null for a value"] = Trouble.Of("sum", "TypeError", "Troubled.sum() argument 'a' cannot be read: int expected, not None", """{"a":null,"b":2}"""),
        ["exception"] = Trouble.Of("throw", "KeyError", "vm-1"),
        ["exception that cannot be read"] = Trouble.Of("throw_unreadable", "RuntimeError", "UnreadableException"),
        ["exception without text"] = Trouble.Of("throw_without_text", "NoTextException"),
        ["exception with a broken text"] = Trouble.Of("throw_broken_text", "RuntimeError", "of a pair"),
        ["exception with a long text"] = Trouble.Of("throw_long", "RuntimeError", "(cut, 1000000 characters)"),
        ["expected exception"] = Trouble.Of("throw_expected", "KeyError", "vm-1"),
        ["cancelled by itself"] = Trouble.Of("cancelled", "TimeoutError", "by itself"),
        ["deadline passed"] = Trouble.Of("wait", null) with { TimeToLive = 20 },
        ["filter that throws before next"] = Filtered("KeyError", (_, _) => throw new KeyNotFoundException("from a filter")),
        ["filter that throws after next"] = Filtered("KeyError", async (context, next) =>
        {
            await next(context);
            throw new KeyNotFoundException("from a filter");
        }),
        ["filter that calls next twice"] = Filtered("\"good\"", async (context, next) =>
        {
            await next(context);
            await next(context);
        }),
        ["filter that does not call next"] = Filtered("null", (_, _) => Task.CompletedTask),
        ["filter that gives no task"] = Filtered("NullReferenceException", (_, _) => null!),
        ["result that cannot be serialized"] = Trouble.Of("cycle", "JsonException", "cycle"),
        ["result that is too large"] = Trouble.Of("large", "RuntimeError", " bytes exceeds the limit of the peer, which is 32768 bytes."),
        ["no task"] = Trouble.Of("no_task", "ValueError"),
        ["no task of a result"] = Trouble.Of("no_task_of_result", "NullReferenceException"),
        ["exception after an await"] = Trouble.Of("fail_later", "KeyError", "vm-1"),
        ["exception of a method without result"] = Trouble.Of("throw_void", "KeyError", "vm-1"),
        ["exception instead of a value task"] = Trouble.Of("throw_value_task", "KeyError", "vm-1"),
        ["exception in a value task"] = Trouble.Of("fail_value_task_later", "KeyError", "vm-1"),
        ["constructor that throws"] = Trouble.Of("construct", "KeyError", "cannot be made"),
        ["dependency that cannot be resolved"] = Trouble.Of("resolve", "RuntimeError", "INobody"),
        ["scope that cannot be disposed"] = Trouble.Of("leave_scope", "RuntimeError", "cannot be disposed"),
        ["scope that cannot be disposed after an exception"] = Trouble.Of("fail_and_leave_scope", "RuntimeError", "cannot be disposed"),
        ["logger that throws"] = Trouble.Of("throw", "KeyError", "vm-1") with { LoggerFailsAt = id => id is >= 1102 and < 1200 },
        ["logger that throws at everything"] = Trouble.Of("throw", "KeyError", "vm-1") with { LoggerFailsAt = id => id is 1007 or (>= 1102 and < 1200) },
        ["logger that throws at a reply that is too large"] = Trouble.Of("large", "RuntimeError", "exceeds") with { LoggerFailsAt = id => id is 1112 },
        ["listener that throws when asked for a span"] = Watched(() => new BrokenListener(sampling: true)),
        ["listener that throws when a span begins"] = Watched(() => new BrokenListener(starting: true)),
        ["listener that throws when a span ends"] = Watched(() => new BrokenListener(stopping: true)),
        ["listener that throws at spans of failures"] = Trouble.Of("throw", "KeyError", "vm-1") with { Watch = () => new BrokenListener(starting: true, stopping: true) },
        ["listener that throws at measurements"] = Watched(() => new BrokenListener(measuring: true)),
        ["listener and logger that throw"] = Watched(() => new BrokenListener(true, true, true, true)) with { LoggerFailsAt = id => id is 1040 },
    };

    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private TextLogger _log = new(static _ => false);

    private CancellationToken Limit => _limit.Token;

    public static TheoryData<string> Paths { get; } = [.. Troubles.Keys];

    public void Dispose() => _limit.Dispose();

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_call_gets_exactly_one_reply_and_the_server_goes_on(string path)
    {
        var trouble = Troubles[path];

        var (sent, settled) = await ServeAsync(trouble, ReplyAddress);

        sent.Select(reply => reply.Message.Properties.GetCorrelationId()).ShouldBe(trouble.Answer is null ? ["good"] : ["bad", "good"]);
        settled.ShouldBe([typeof(Accepted), typeof(Accepted)]);
        sent[^1].Body.ShouldBe("""{"response":"good"}""");
        if (trouble.Answer is { } answer)
        {
            Answer(sent[0].Body).ShouldBe(answer);
            sent[0].Body.ShouldContain(JsonEncodedText.Encode(trouble.Text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_cast_gets_no_reply_and_the_server_goes_on(string path)
    {
        var trouble = Troubles[path];

        var (sent, settled) = await ServeAsync(trouble, replyTo: null);

        sent.ShouldHaveSingleItem().Message.Properties.GetCorrelationId().ShouldBe("good");
        settled.ShouldBe([trouble.IsUnreadable ? typeof(Rejected) : typeof(Accepted), typeof(Accepted)]);
    }

    [Fact]
    public async Task A_request_that_cannot_be_read_is_rejected_when_its_caller_gave_it_no_id_to_answer_to()
    {
        var (sent, settled) = await ServeAsync(Troubles["no JSON"] with { HasId = false, Answer = null }, ReplyAddress);

        sent.ShouldHaveSingleItem().Message.Properties.GetCorrelationId().ShouldBe("good");
        settled.ShouldBe([typeof(Rejected), typeof(Accepted)]);
        _log.Records.ShouldContain(record => record.Id == 1102);
    }

    [Fact]
    public async Task A_reply_that_is_too_large_is_logged_as_a_warning_with_its_size_and_the_limit()
    {
        await ServeAsync(Troubles["result that is too large"], ReplyAddress);

        var record = _log.Records.Single(record => record.Id == 1112);
        record.Level.ShouldBe(LogLevel.Warning);
        record.Text.ShouldMatch("message of 100[0-9]{3} bytes", "the result and what is around it");
        record.Text.ShouldContain("32768");
        _log.Records.ShouldNotContain(record => record.Id == 1105 || record.Id == 1113);
    }

    [Theory]
    [InlineData("listener that throws when asked for a span")]
    [InlineData("listener that throws when a span begins")]
    [InlineData("listener that throws when a span ends")]
    [InlineData("listener that throws at measurements")]
    public async Task What_a_listener_throws_is_logged_each_time(string path)
    {
        await ServeAsync(Troubles[path], ReplyAddress);

        _log.Records.Count(record => record.Id == 1040).ShouldBe(2);
        _log.Records.ShouldNotContain(record => record.Id == 1007);
    }

    /// <summary>
    /// Sends a request that goes wrong and then a good one. Returns everything that the server has sent until it stopped.
    /// </summary>
    private async Task<(IReadOnlyList<PeerTransfer> Sent, IReadOnlyList<Type> Settled)> ServeAsync(Trouble trouble, string? replyTo)
    {
        _log = new TextLogger(trouble.LoggerFailsAt);
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.Answer = static _ => PeerAnswer.Accept;
            script.MaxMessageSize = LargestMessage;
        });
        using var host = TestHost.Build(
            messaging =>
            {
                messaging.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_log));
                messaging.Services.AddScoped<TroubledScope.Undisposable>();
                messaging.Services.AddScoped<TroubledDependency.Somebody>();
                messaging.AddEndpoint<Troubled>().AddEndpoint<TroubledScope>().AddEndpoint<TroubledConstructor>().AddEndpoint<TroubledDependency>();
                trouble.Configure(messaging);
            },
            TestHost.Wait,
            ("Amqp1:TransportUrl", peer.Url),
            ("Amqp1:Rpc:MaxConcurrentCalls", "1"));
        await host.StartAsync(Limit);
        using (trouble.Watch())
        {
            var link = await peer.LinkAsync(link => !link.ClientSends && link.Address.StartsWith("unicast", StringComparison.Ordinal), Limit);
            peer.Deliver(link, Request(trouble.HasId ? "bad" : null, trouble.Request, replyTo, trouble.TimeToLive));
            if (replyTo is not null && trouble.Answer is not null)
            {
                await peer.TransferAsync(_ => true, Limit);
            }

            // The server handles one request at a time, so it sends everything for the first request before it answers the second.
            peer.Deliver(link, Request("good", """{"request":{"method":"good","args":{},"version":"1.3"},"context":{}}""", ReplyAddress, null));
            await peer.TransferAsync(reply => reply.Message.Properties.GetCorrelationId() is "good", Limit);
            await host.StopAsync(Limit);
        }

        return (peer.Transfers(), [.. peer.Events.All<DeliverySettled>().Select(settled => settled.State!.GetType())]);
    }

    private static Message Request(string? id, string body, string? replyTo, uint? timeToLive)
    {
        var message = new Message { Properties = new Properties(), BodySection = new AmqpValue { Value = body } };
        if (id is not null)
        {
            message.Properties.MessageId = id;
        }

        if (replyTo is not null)
        {
            message.Properties.ReplyTo = replyTo;
        }

        if (timeToLive is { } ttl)
        {
            message.Header = new Header { Ttl = ttl };
        }

        return message;
    }

    /// <summary>Returns the class of the failure, or the result.</summary>
    private static string Answer(string body)
    {
        using var reply = JsonDocument.Parse(body);
        if (!reply.RootElement.TryGetProperty("failure", out var failure))
        {
            return reply.RootElement.GetProperty("response").GetRawText();
        }

        using var inner = JsonDocument.Parse(failure.GetString()!);
        return inner.RootElement.GetProperty("class").GetString()!;
    }

    private static Trouble Filtered(string answer, Func<MessagingFilterContext, MessagingFilterNext, Task> filter)
    {
        var seen = 0;
        return Trouble.Of("good", answer) with
        {
            Configure = messaging =>
            {
                seen = 0;
                messaging.AddFilter((context, next) => Interlocked.Increment(ref seen) == 1 ? filter(context, next) : next(context));
            },
        };
    }

    private static Trouble Watched(Func<IDisposable> watch) => Trouble.Of("good", "\"good\"") with { Watch = watch };
}
