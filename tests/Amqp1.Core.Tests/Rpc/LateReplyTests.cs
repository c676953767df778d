using Amqp;
using Amqp.Framing;
using Amqp1.Rpc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>
/// Tests that a call gets no reply after its deadline. A late reply would overtake the timeout that its caller is about to report. Python
/// callers, whose timer fires up to a second late, would see another exception than <c>MessagingTimeout</c>.
/// </summary>
public sealed class LateReplyTests : FaultTest
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly LogRecords _log = new();

    public static TheoryData<string> Endings => ["cancelled", "timed out", "result", "error"];

    [Theory]
    [InlineData("cancelled", 1109)]
    [InlineData("timed out", 1109)]
    [InlineData("result", 1114)]
    [InlineData("error", 1114)]
    public async Task A_call_that_ends_after_its_deadline_gets_no_reply_and_the_log_says_so(string ending, int logged)
    {
        var (replies, _) = await ServeAsync(ending, Timeout, passes: Timeout);

        replies.ShouldBe(["after"]);
        (await _log.FirstAsync(logged, Limit)).Level.ShouldBe(LogLevel.Warning);
        _log.All.Count<LogRecord>(record => record.Id == 1103).ShouldBe(ending == "error" ? 1 : 0);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task A_call_that_ends_in_time_gets_its_reply(string ending)
    {
        var (replies, _) = await ServeAsync(ending, Timeout, passes: Timeout / 2);

        replies.ShouldBe(["call", "after"]);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task A_call_without_a_deadline_gets_its_reply_at_any_time(string ending)
    {
        var (replies, _) = await ServeAsync(ending, timeout: null, passes: TimeSpan.FromHours(1));

        replies.ShouldBe(["call", "after"]);
    }

    [Fact]
    public async Task A_time_to_live_of_zero_is_no_deadline()
    {
        var (replies, _) = await ServeAsync("cancelled", TimeSpan.Zero, passes: TimeSpan.FromHours(1));

        replies.ShouldBe(["call", "after"]);
    }

    [Theory]
    [InlineData("cancelled", false)]
    [InlineData("timed out", false)]
    [InlineData("result", true)]
    [InlineData("error", true)]
    public async Task Just_before_the_deadline_only_a_timeout_counts_as_one(string ending, bool isAnswered)
    {
        // A method that computes its own timeout from the deadline ends at about this time.
        var (replies, _) = await ServeAsync(ending, Timeout, passes: Timeout - TimeSpan.FromMilliseconds(20));

        replies.ShouldBe(isAnswered ? ["call", "after"] : ["after"]);
    }

    [Fact]
    public async Task An_exception_of_the_method_is_named_in_the_reply_in_time()
    {
        var (_, bodies) = await ServeAsync("timed out", Timeout, passes: TimeSpan.Zero);

        bodies[0].ShouldContain("TimeoutError");
    }

    [Fact]
    public async Task A_caller_whose_clock_is_late_sees_no_other_exception_than_its_own_timeout()
    {
        var late = new FakeTimeProvider();
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, time: _time, loggers: _log);
        await using var caller = Driver.Start(peer, time: late);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var endpoint = new TestEndpoint(async (invocation, data) =>
        {
            if (data == "after")
            {
                return data;
            }

            var never = new TaskCompletionSource<string>().Task.WaitAsync(invocation.Cancellation);
            waits.SetResult();
            return await never;
        });
        await driver.ServeAsync(endpoint, cancel: Limit);
        var client = caller.Client(timeout: Timeout);
        var call = client.CallAsync<string>("echo", Echo("call"), Limit);
        await waits.Task.WaitAsync(Limit);

        _time.Advance(Timeout);
        await _log.FirstAsync(1109, Limit);

        // A reply to the first call would come before that to the second.
        await client.CallAsync<string>("echo", Echo("after"), Limit);
        late.Advance(Timeout);
        await Should.ThrowAsync<MessagingTimeoutException>(call);
    }

    /// <summary>
    /// Serves a call that ends when that much time has passed, and then another call. Returns the correlation-ids and bodies of all
    /// replies.
    /// </summary>
    private async Task<(string[] Replies, string[] Bodies)> ServeAsync(string ending, TimeSpan? timeout, TimeSpan passes)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, time: _time, loggers: _log);
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var endpoint = new TestEndpoint(async (_, data) =>
        {
            if (data == "after")
            {
                return data;
            }

            await mayEnd.Task;
            return ending switch
            {
                "cancelled" => throw new OperationCanceledException(),
                "timed out" => throw new TimeoutException(),
                "error" => throw new KeyNotFoundException("vm-1"),
                _ => data,
            };
        });
        var server = await driver.ServeAsync(endpoint, cancel: Limit);
        var link = peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single();
        peer.Deliver(link, Request("call", timeout));
        await endpoint.Requests.FirstAsync<string>(cancel: Limit);
        _time.Advance(passes);
        mayEnd.SetResult();

        // The first request is over when the server has stopped. The second request comes after that, to another server.
        await server.StopAsync(Limit);
        await driver.ServeAsync(endpoint, "second", cancel: Limit);
        peer.Deliver(peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single(), Request("after", timeout: null));
        await peer.TransferAsync(reply => reply.Message.Properties.GetCorrelationId() is "after", Limit);
        var sent = peer.Transfers();
        return ([.. sent.Select(reply => (string)reply.Message.Properties.GetCorrelationId())], [.. sent.Select(reply => reply.Body)]);
    }

    private static Message Request(string id, TimeSpan? timeout)
    {
        var request = PeerMessages.Request("echo", id, "replies", data: id);
        if (timeout is { } ttl)
        {
            request.Header = new Header { Ttl = (uint)ttl.TotalMilliseconds };
        }

        return request;
    }
}
