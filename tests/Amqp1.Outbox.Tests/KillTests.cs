using System.Diagnostics;
using System.Globalization;
using Amqp1.Embedded;

namespace Amqp1.Outbox.Tests;

/// <summary>
/// Kills a service again and again while it commits orders and sends their notifications. AMQP1_OUTBOX_KILLS sets the number of kills.
/// </summary>
public sealed class KillTests : OutboxTest
{
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("AMQP1_OUTBOX_KILLS") ?? "4", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Every_committed_notification_arrives_in_order_and_duplicates_have_the_same_id()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60 + (20 * Kills)));
        await using var router = await EmbeddedRouter.StartAsync(cancel: limit.Token);
        await using var heard = await Listener.StartAsync(router.TransportUrl, limit.Token);
        var random = new Random(7);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = Start(router.TransportUrl);
            for (var orders = random.Next(1, 200); orders > 0; orders--)
            {
                (await process.StandardOutput.ReadLineAsync(limit.Token)).ShouldNotBeNull();
            }

            process.Kill();
            await process.WaitForExitAsync(limit.Token);
        }

        using var last = Start(router.TransportUrl);
        last.StandardInput.Close();
        while (await last.StandardOutput.ReadLineAsync(limit.Token) is not "end" and { } line)
        {
            line.ShouldNotBeEmpty();
        }

        long committed;
        using (var connection = Open())
        {
            committed = Scalar(connection, "SELECT COUNT(*) FROM orders");
        }

        var inbox = new NotificationInbox(new InboxOptions { ConnectionString = ConnectionString + ".inbox" }, TimeProvider.System);
        var idOf = new Dictionary<long, string>();
        var arrived = new List<long>();
        var deliveries = 0;
        while (arrived.Count < committed)
        {
            var (_, number, id, _) = await heard.NextAsync(limit.Token);
            deliveries++;
            idOf.TryAdd(number, id);
            idOf[number].ShouldBe(id);
            if (inbox.TryAdd(id))
            {
                arrived.Add(number);
            }
        }

        last.Kill();
        await last.WaitForExitAsync(limit.Token);
        TestContext.Current.TestOutputHelper!.WriteLine($"{Kills} kills, {committed} commits, {deliveries} deliveries, {deliveries - committed} duplicates");
        arrived.ShouldBe(Enumerable.Range(1, (int)committed).Select(number => (long)number));
    }

    private Process Start(string url) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Amqp1.OutboxProcess.dll"), url, Database])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
