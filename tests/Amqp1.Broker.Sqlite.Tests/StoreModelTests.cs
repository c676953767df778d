namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>Random operations, failures, restarts and crashes, compared with a model of the store.</summary>
public class StoreModelTests
{
    private const int Steps = 3000;

    public static TheoryData<StoreKind, int> Cases => new(
        from kind in Enum.GetValues<StoreKind>()
        from seed in Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("AMQP1_TEST_STORE_SEEDS") ?? "4", null))
        select (kind, seed));

    [Theory, MemberData(nameof(Cases))]
    public async Task The_store_does_what_the_model_does(StoreKind kind, int seed)
    {
        await using var test = new TestStore(kind);
        var run = new ModelRun(test, new Random(seed));
        for (var step = 0; step < Steps; step++)
        {
            await run.StepAsync();
        }

        await run.CompareAsync();
    }
}
