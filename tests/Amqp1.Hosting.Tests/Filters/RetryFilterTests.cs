using Amqp1.Filters;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Polly;
using Polly.Retry;

namespace Amqp1.Hosting.Tests.Filters;

/// <summary>Tests of the documented filter that repeats calls of idempotent methods with Polly.</summary>
public sealed class RetryFilterTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(Limits.Signal);
    private int _attempts;

    [Fact]
    public async Task A_call_of_an_idempotent_method_is_repeated()
    {
        using var host = Build(failures: 2);

        (await host.Services.GetRequiredService<IRetried>().ReadAsync(_limit.Token)).ShouldBeNull();

        _attempts.ShouldBe(3);
    }

    [Fact]
    public async Task After_the_last_attempt_the_failure_comes_out()
    {
        using var host = Build(failures: 100);

        await Should.ThrowAsync<MessagingTimeoutException>(() => host.Services.GetRequiredService<IRetried>().ReadAsync(_limit.Token));

        _attempts.ShouldBe(4);
    }

    [Fact]
    public async Task Another_method_is_not_repeated_unless_its_client_is_prepared_as_idempotent()
    {
        using var host = Build(failures: 1);
        await Should.ThrowAsync<MessagingTimeoutException>(() => host.Services.GetRequiredService<IRetried>().WriteAsync(_limit.Token));
        _attempts.ShouldBe(1);

        _attempts = 0;
        await host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("retried")).Prepare(idempotent: true).CallAsync("write", cancel: _limit.Token);
        _attempts.ShouldBe(2);
    }

    public void Dispose() => _limit.Dispose();

    private IHost Build(int failures) => TestHost.Build(
        messaging =>
        {
            messaging.Services.AddResiliencePipeline("rpc", pipeline => pipeline.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 3,
                Delay = TimeSpan.Zero,
                ShouldHandle = new PredicateBuilder().Handle<MessagingTimeoutException>().Handle<MessageDeliveryException>(),
            }));
            messaging.AddFilter<RetryFilter>().AddFilter((_, _) =>
                Interlocked.Increment(ref _attempts) <= failures ? throw new MessagingTimeoutException("no reply") : Task.CompletedTask);
        },
        ("Amqp1:TransportUrl", "amqp://127.0.0.1:1"));
}
