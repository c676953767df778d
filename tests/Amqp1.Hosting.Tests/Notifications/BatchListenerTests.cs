using Amqp1.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Notifications;

/// <summary>
/// Tests of batches through a whole host and a router. A notification is accepted when its batch has been handled, so the test needs no
/// other signal.
/// </summary>
public sealed class BatchListenerTests
{
    [Fact]
    public async Task A_full_batch_is_handled_by_priority_and_filter_and_settled_together()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await StartAsync();
        var notifier = host.Services.GetRequiredService<INotifier>();

        var first = notifier.InfoAsync("good.morning", new { n = 1 }, cancel: limit.Token);
        first.IsCompleted.ShouldBeFalse();
        await Task.WhenAll(
            first,
            notifier.InfoAsync("good.morning", new { n = 2 }, cancel: limit.Token),
            notifier.InfoAsync("bad.morning", new { n = 3 }, cancel: limit.Token),
            notifier.InfoAsync("good.evening", new { n = 4 }, cancel: limit.Token));
        await host.StopAsync(limit.Token);

        Heard(host).ShouldBe(["Info: 1 2 4"]);
    }

    [Fact]
    public async Task A_group_that_is_given_back_comes_again_as_a_whole()
    {
        using var limit = new CancellationTokenSource(Limits.Signal);
        using var host = await StartAsync();
        var notifier = host.Services.GetRequiredService<INotifier>();

        await Task.WhenAll(Enumerable.Range(1, 4).Select(n => notifier.ErrorAsync("good.grief", new { n }, cancel: limit.Token)));
        await host.StopAsync(limit.Token);

        Heard(host).ShouldBe(["Error: 1 2 3 4", "Error: 1 2 3 4"]);
    }

    private static string[] Heard(IHost host) => [.. host.Services.GetRequiredService<BatchEars.Heard>().Batches];

    private static Task<IHost> StartAsync() => TestHost.StartAsync(
        messaging =>
        {
            messaging.AddEndpoint<BatchEars>();
            messaging.Services.AddSingleton<BatchEars.Heard>();
        },
        ("Amqp1:Notifications:Topics:0", "news"),
        ("Amqp1:Connection:LinkRetryDelay", "00:00:00.010"));
}
