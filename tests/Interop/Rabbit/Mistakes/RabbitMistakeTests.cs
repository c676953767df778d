using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Rabbit.Mistakes;

/// <summary>Tests <c>amqp1 check</c> as the built program on a real RabbitMQ 4, each mistake in a virtual host of its own.</summary>
public sealed class RabbitMistakeTests(SecureRabbitFixture fixture) : IClassFixture<SecureRabbitFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. RabbitMistakes.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_planted_mistake_is_found_and_its_fix_is_named(string name)
    {
        var mistake = RabbitMistakes.All.Single(one => one.Name == name);
        if (mistake.IsSlow)
        {
            TestMatrix.RequireWhole();
        }

        var setUp = await NewSetUpAsync();

        mistake.Plant(setUp);

        (await setUp.CheckAsync(mistake.Limit, Cancel)).ShouldFind(mistake);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_set_up_without_a_mistake_has_no_problem(bool withTls)
    {
        var setUp = await NewSetUpAsync();

        if (withTls)
        {
            setUp.Source = $"{setUp.Broker.UrlOf(setUp.User, setUp.Broker.TlsHost)}?ssl=true&ssl_ca_file={setUp.Tls.AuthorityFile}";
        }

        (await setUp.CheckAsync(RabbitMistake.LongLimit, Cancel)).ShouldBeClean();
    }

    private async Task<RabbitSetUp> NewSetUpAsync() => new(await fixture.BrokerAsync(Cancel), fixture.Tls, $"mistake-{Guid.NewGuid():N}");
}
