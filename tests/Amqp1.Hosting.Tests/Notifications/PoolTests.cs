using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Amqp1.Hosting.Tests.Notifications;

public sealed class PoolTests
{
    [Fact]
    public async Task A_pool_is_logged_and_the_health_check_tells_that_a_router_has_none()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        var logs = new FakeLogCollector();
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = TestHost.CreateBuilder(("Amqp1:Connection:LinkRetryDelay", "00:00:00.010"));
        builder.Logging.AddProvider(new FakeLoggerProvider(logs)).AddProvider(new SignalProvider(1005, times: 2, refused));
        builder.Services.AddAmqp1Messaging().AddAmqp1EmbeddedRouter().AddEndpoint<PooledEars>();
        using var host = builder.Build();
        await host.StartAsync(limit.Token);

        // The reason is recorded before the link is refused for the second time.
        await refused.Task.WaitAsync(limit.Token);
        await host.Services.GetRequiredService<MessagingTransport>().WaitForConnectionAsync(limit.Token);
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(limit.Token);
        await host.StopAsync(limit.Token);

        logs.GetSnapshot().Where(record => record.Id.Id == 2007).ShouldHaveSingleItem().Message.ShouldBe("PooledEars handles notifications of topic news in pool audit: Info");
        health.Entries["amqp1-notify"].Status.ShouldBe(HealthStatus.Unhealthy);
        health.Entries["amqp1-notify"].Description.ShouldNotBeNull().ShouldContain("The notification pool 'audit' of news.info cannot be used");
    }

    private sealed class SignalProvider(int id, int times, TaskCompletionSource signal) : ILoggerProvider, ILogger
    {
        private int _count;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == id && Interlocked.Increment(ref _count) == times)
            {
                signal.TrySetResult();
            }
        }

        public void Dispose()
        {
        }
    }
}
