namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>Tests <c>amqp1 check</c> as the built program on a real qdrouterd, which AMQP1_TEST_QDROUTERD starts.</summary>
public sealed class QdrouterdCheckTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Mistakes => [.. QdrouterdMistakes.OfConnections.Select(mistake => mistake.Name)];

    public static TheoryData<string> SetUps => [.. QdrouterdSetUps.All.Select(setUp => setUp.Name)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_planted_mistake_is_found_and_its_fix_is_named(string name)
    {
        var mistake = QdrouterdMistakes.OfConnections.Single(one => one.Name == name);
        await using var router = Qdrouterd.Require();
        mistake.SetUp.Prepare(router);
        mistake.Plant(router);

        (await router.CheckAsync(mistake.Limit, Cancel)).ShouldFind(mistake);
    }

    [Theory]
    [MemberData(nameof(SetUps))]
    public async Task A_set_up_without_a_mistake_has_no_problem(string name)
    {
        await using var router = Qdrouterd.Require();
        QdrouterdSetUps.All.Single(one => one.Name == name).Prepare(router);

        (await router.CheckAsync(ServerReport.LongLimit, Cancel)).ShouldBeClean();
    }
}
