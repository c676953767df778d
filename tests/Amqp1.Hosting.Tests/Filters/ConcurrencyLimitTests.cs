using System.Threading.Channels;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amqp1.Hosting.Tests.Filters;

/// <summary>Tests of limits for requests that run at the same time.</summary>
public sealed class ConcurrencyLimitTests : IDisposable
{
    private const int ExpectedFailure = 1107;

    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private readonly Gate _gate = new();

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public async Task Requests_above_the_limit_wait_and_those_above_the_queue_are_refused()
    {
        using var host = await StartAsync(options => (options.Limit, options.QueueLimit, options.Name) = (1, 1, "hold"));
        var client = Client(host);
        var first = client.CallAsync<int>("hold", cancel: Limit);
        (await _gate.Begun.Reader.ReadAsync(Limit)).ShouldBe(1);
        var second = client.CallAsync<int>("hold", cancel: Limit);
        var third = client.CallAsync<int>("hold", cancel: Limit);

        // One of the two waits and the other one is refused; nothing tells which of them arrives first.
        var refused = await Task.WhenAny(second, third);
        (await Should.ThrowAsync<RemoteErrorException>(refused)).ErrorClass.ShouldBe(nameof(ServerBusyException));
        (await client.CallAsync<int>("pass", cancel: Limit)).ShouldBe(0);
        _gate.Begun.Reader.TryRead(out _).ShouldBeFalse();
        var logged = host.Services.GetFakeLogCollector().GetSnapshot();
        logged.Where(record => record.Id.Id == ExpectedFailure).ShouldHaveSingleItem().Message.ShouldContain("hold of topic gated is refused: 1 run and 1 wait.");
        logged.ShouldNotContain(record => record.Level >= LogLevel.Error);

        _gate.End();
        (await first).ShouldBe(1);
        (await _gate.Begun.Reader.ReadAsync(Limit)).ShouldBe(2);
        _gate.End();
        (await (refused == second ? third : second)).ShouldBe(2);
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task A_limit_of_another_topic_does_not_apply()
    {
        using var host = await StartAsync(options => (options.QueueLimit, options.Topic) = (0, "other"));
        var client = Client(host);

        var both = Task.WhenAll(client.CallAsync<int>("hold", cancel: Limit), client.CallAsync<int>("hold", cancel: Limit));
        await _gate.Begun.Reader.ReadAsync(Limit);
        await _gate.Begun.Reader.ReadAsync(Limit);
        _gate.End();
        _gate.End();

        (await both).Order().ShouldBe([1, 2]);
        await host.StopAsync(Limit);
    }

    [Fact]
    public void A_limit_below_one_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => TestHost.Build(messaging => messaging.AddConcurrencyLimit(options => options.Limit = 0)));

    public void Dispose() => _limit.Dispose();

    private Task<IHost> StartAsync(Action<ConcurrencyLimitOptions> configure) => TestHost.StartAsync(messaging =>
    {
        messaging.AddEndpoint<GatedEndpoint>().AddConcurrencyLimit(configure);
        messaging.Services.AddSingleton(_gate);
        messaging.Services.AddFakeLogging().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug));
    });

    private static RpcClient Client(IHost host) => host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("gated"));

    /// <summary>Lets the test see which requests have begun, and end them.</summary>
    public sealed class Gate
    {
        private readonly SemaphoreSlim _end = new(0);
        private int _count;

        public Channel<int> Begun { get; } = Channel.CreateUnbounded<int>();

        public void End() => _end.Release();

        public async Task<int> HoldAsync(CancellationToken cancel)
        {
            var number = Interlocked.Increment(ref _count);
            Begun.Writer.TryWrite(number);
            await _end.WaitAsync(cancel);
            return number;
        }
    }
}
