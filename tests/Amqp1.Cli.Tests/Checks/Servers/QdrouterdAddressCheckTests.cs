namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>Tests <c>amqp1 check</c> as the built program on a real qdrouterd with mistakes in its addresses, policies and listeners.</summary>
public sealed class QdrouterdAddressCheckTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Mistakes => [.. QdrouterdMistakes.OfAddresses.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_planted_mistake_is_found_and_its_fix_is_named(string name)
    {
        var mistake = QdrouterdMistakes.OfAddresses.Single(one => one.Name == name);
        await using var router = Qdrouterd.Require();
        mistake.SetUp.Prepare(router);
        mistake.Plant(router);

        (await router.CheckAsync(mistake.Limit, Cancel)).ShouldFind(mistake);
    }
}
