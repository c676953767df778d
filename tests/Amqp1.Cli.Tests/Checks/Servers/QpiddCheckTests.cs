namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>Tests <c>amqp1 check</c> as the built program on a real qpidd, which AMQP1_TEST_QPIDD starts.</summary>
public sealed class QpiddCheckTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Mistakes => [.. QpiddMistakes.All.Select(mistake => mistake.Name)];

    public static TheoryData<string> SetUps => [.. QpiddSetUps.All.Select(setUp => setUp.Name)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_planted_mistake_is_found_and_its_fix_is_named(string name)
    {
        var mistake = QpiddMistakes.All.Single(one => one.Name == name);
        await using var broker = Qpidd.Require();
        mistake.SetUp.Prepare(broker);
        mistake.Plant(broker);

        (await broker.CheckAsync(mistake.Limit, Cancel)).ShouldFind(mistake);
    }

    [Theory]
    [MemberData(nameof(SetUps))]
    public async Task A_set_up_without_a_mistake_has_no_problem(string name)
    {
        await using var broker = Qpidd.Require();
        QpiddSetUps.All.Single(one => one.Name == name).Prepare(broker);

        (await broker.CheckAsync(ServerReport.LongLimit, Cancel)).ShouldBeClean();
    }
}
