namespace Amqp1.Broker.Sqlite.Tests.QueueModels;

/// <summary>
/// Random producers, consumers, outcomes, losses, crashes and restarts, compared with a model of the queue. AMQP1_TEST_QUEUE_MESSAGES sets
/// the number of messages of each run.
/// </summary>
public class QueueModelTests
{
    private static int Messages => int.Parse(Environment.GetEnvironmentVariable("AMQP1_TEST_QUEUE_MESSAGES") ?? "5000", null);

    [Theory]
    [InlineData(null, 1)]
    [InlineData(null, 2)]
    [InlineData(StoreKind.Memory, 1)]
    [InlineData(StoreKind.Memory, 2)]
    [InlineData(StoreKind.Memory, 3)]
    [InlineData(StoreKind.Sqlite, 1)]
    [InlineData(StoreKind.Sqlite, 2)]
    public async Task The_queues_do_what_the_model_does(StoreKind? kind, int seed)
    {
        await using var broker = new ModelBroker(kind);
        var run = new QueueModelRun(broker, new Random(seed));
        while (run.Model.Sent < Messages)
        {
            await run.StepAsync();
        }

        await run.CompareAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{run.Model.Sent} messages, {run.Model.Deliveries} deliveries, {run.Crashes} crashes");
    }
}
