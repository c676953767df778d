using System.Text.Json.Serialization.Metadata;
using Amqp.Framing;
using Amqp1.Dialects;
using Amqp1.Rpc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests the server of a stream against a scripted reader: its window, its end, and the ways in which it finds out that nobody reads.</summary>
public sealed class ReplyStreamTests : FaultTest
{
    private const string Reader = "reader";

    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogRecords _log = new();

    [Fact]
    public async Task At_most_a_window_of_messages_is_sent_before_the_reader_takes_them()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Answer, script.Credit) = (static _ => PeerAnswer.Nothing, static _ => 1000));
        await using var driver = Driver.Start(peer, time: _time);
        var made = 0;
        await ServeAsync(driver, _ => CountAsync());

        Request(peer);

        await peer.Events.ReachAsync<TransferReceived>(64, cancel: Limit);
        for (var taken = 0; taken < 136; taken++)
        {
            var parts = await peer.Events.ReachAsync<TransferReceived>(taken + 1, cancel: Limit);
            Volatile.Read(ref made).ShouldBeLessThanOrEqualTo(taken + 65);
            peer.Settle(parts[taken].Transfer, new Accepted());
        }

        var all = await peer.Events.ReachAsync<TransferReceived>(200, cancel: Limit);
        all.Select(part => part.Transfer.Body).ShouldBe(Enumerable.Range(0, 200).Select(number => $$"""{"response":[{{number}}],"part":{{number}}}"""));
        all.ShouldAllBe(part => !part.Transfer.Settled);
        peer.Transfers().Count.ShouldBe(200);

        // The end is sent when everything was taken.
        for (var taken = 136; taken < 200; taken++)
        {
            peer.Settle(all[taken].Transfer, new Accepted());
        }

        var end = await peer.TransferAsync(transfer => transfer.Index == 200, Limit);
        end.Body.ShouldBe("""{"response":[],"parts":200}""");
        peer.Settle(end, new Accepted());
        await peer.Events.FirstAsync<LinkDetached>(detached => detached.Link.ClientSends, Limit);

        async IAsyncEnumerable<int> CountAsync()
        {
            for (var number = 0; number < 200; number++)
            {
                Interlocked.Increment(ref made);
                yield return number;
                await Task.Yield();
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_that_does_not_take_a_message_has_left_and_gets_no_more(bool isReleased)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => isReleased ? PeerAnswer.Release : PeerAnswer.Modify(deliveryFailed: true, undeliverableHere: true));
        await using var driver = Driver.Start(peer, time: _time, loggers: _log);
        await ServeAsync(driver, CountAsync);

        Request(peer);

        await _ended.Task.WaitAsync(Limit);
        await driver.DisposeAsync();
        peer.Transfers().ShouldAllBe(transfer => transfer.Body.Contains("\"part\"", StringComparison.Ordinal));
        _log.All.Count<LogRecord>(record => record.Level >= LogLevel.Warning).ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_that_yields_nothing_for_a_while_asks_whether_there_is_still_a_reader()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver, CountAsync);
        Request(peer);
        await peer.TransferAsync(transfer => transfer.Index == 9, Limit);
        peer.Script.Answer = static _ => PeerAnswer.Release;

        // The first interval was busy.
        await PassAsync(peer, TimeSpan.FromSeconds(21));

        (await peer.TransferAsync(transfer => transfer.Index == 10, Limit)).Body.ShouldBe("""{"response":[],"part":10}""");
        await _ended.Task.WaitAsync(Limit);
    }

    [Fact]
    public async Task A_stream_that_is_interrupted_ends_with_an_error()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Nothing);
        await using var driver = Driver.Start(peer, options => options.Connection.RetryInterval = TimeSpan.FromMilliseconds(1));
        await ServeAsync(driver, CountAsync);
        Request(peer);
        await peer.TransferAsync(transfer => transfer.Index == 9, Limit);

        peer.CutAll();

        var end = await peer.TransferAsync(transfer => transfer.Body.Contains("\"failure\"", StringComparison.Ordinal), Limit);
        end.Body.ShouldContain("The stream was interrupted");
        end.Body.ShouldEndWith(",\"parts\":10}");
        peer.Settle(end, new Accepted());
    }

    [Fact]
    public async Task An_argument_that_does_not_fit_is_an_ordinary_error()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver, _ => throw new RpcArgumentException("does not fit"));

        Request(peer);

        (await peer.TransferAsync(_ => true, Limit)).Body.ShouldStartWith("{\"failure\":");
    }

    [Fact]
    public async Task A_list_for_a_caller_that_does_not_read_streams_has_a_limit()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, time: _time);
        await ServeAsync(driver, _ => EndlessAsync());

        Request(peer, acceptsParts: false);

        (await peer.TransferAsync(_ => true, Limit)).Body.ShouldContain("exceeds 16777216 bytes");
        await _ended.Task.WaitAsync(Limit);

        async IAsyncEnumerable<int> EndlessAsync()
        {
            try
            {
                await Task.Yield();
                while (true)
                {
                    yield return 1_000_000_000;
                }
            }
            finally
            {
                _ended.SetResult();
            }
        }
    }

    private async IAsyncEnumerable<int> CountAsync(RpcInvocation invocation)
    {
        try
        {
            for (var number = 0; number < 10; number++)
            {
                yield return number;
            }

            await new TaskCompletionSource().Task.WaitAsync(invocation.Cancellation);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Lets time pass in steps, because each interval is armed when the previous one has ended.</summary>
    private async Task PassAsync(ScriptedPeer peer, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time || peer.Transfers().Count < 11; passed += TimeSpan.FromSeconds(1))
        {
            Limit.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private static Task<RpcServer> ServeAsync(Driver driver, Func<RpcInvocation, IAsyncEnumerable<int>> items) => driver.ServeAsync(
        new TestEndpoint(async (invocation, _) =>
        {
            await invocation.SetResultAsync(items(invocation), (JsonTypeInfo<int>)invocation.Json.GetTypeInfo(typeof(int)));
            return TestEndpoint.NoResult;
        }));

    private static void Request(ScriptedPeer peer, bool acceptsParts = true)
    {
        var request = PeerMessages.Request("echo", new CallId(1, 1).ToText(), Reader);
        if (acceptsParts)
        {
            request.BodySection = new AmqpValue { Value = ((string)request.Body).Insert(1, "\"accepts_parts\":true,") };
        }

        peer.Deliver(peer.Links(link => !link.ClientSends && link.Address.Contains("test-topic", StringComparison.Ordinal))[0], request);
    }
}
