namespace Amqp1.Embedded.Tests;

/// <summary>Tests of users, passwords and mechanisms on clear TCP.</summary>
public sealed class SecuritySaslTests : SecurityTest
{
    [Fact]
    [Trait("Conformance", "24")]
    public async Task User_and_password_of_the_url_authenticate_by_plain()
    {
        await using var router = await StartAsync("PLAIN");

        await CallAsync($"amqp://joe%40myrealm:secret@127.0.0.1:{router.Port}");
    }

    [Fact]
    [Trait("Conformance", "25")]
    public async Task A_wrong_password_for_plain_fails_the_cast_after_its_retries()
    {
        await using var router = await StartAsync("PLAIN");

        var (failure, _) = await FailAsync($"amqp://joe%40myrealm:wr0ng@127.0.0.1:{router.Port}", retry: 2);

        failure.ShouldContain("amqp:unauthorized-access");
    }

    [Theory]
    [Trait("Conformance", "26")]
    [InlineData(null)]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-1")]
    public async Task A_user_with_its_realm_authenticates_by_scram(string? mechanism)
    {
        await using var router = await StartAsync("SCRAM-SHA-1", "SCRAM-SHA-256");

        await CallAsync($"amqp://joe%40myrealm:secret@127.0.0.1:{router.Port}", security => security.SaslMechanisms = mechanism ?? "");
    }

    [Theory]
    [Trait("Conformance", "27")]
    [InlineData("joe%40myrealm:wr0ng")]
    [InlineData("nobody:secret")]
    [InlineData("joe%40myrealm")]
    public async Task A_wrong_user_or_password_fails_the_cast_after_its_retries_and_says_why(string credentials)
    {
        await using var router = await StartAsync();

        var (failure, lastError) = await FailAsync($"amqp://{credentials}@127.0.0.1:{router.Port}", retry: 2);

        failure.ShouldContain("amqp:unauthorized-access");
        lastError.ShouldContain("SCRAM-SHA-256");
        (failure + lastError).ShouldNotContain("wr0ng");
    }

    [Fact]
    [Trait("Conformance", "28")]
    public async Task A_client_that_allows_only_mechanisms_the_server_lacks_fails_at_once()
    {
        await using var router = await StartAsync();

        var (failure, _) = await FailAsync(
            $"amqp://joe%40myrealm:secret@127.0.0.1:{router.Port}", retry: 0, security => security.SaslMechanisms = "EXTERNAL ANONYMOUS");

        failure.ShouldContain("amqp:unauthorized-access");
    }

    [Fact]
    [Trait("Conformance", "29")]
    public async Task A_user_without_a_realm_gets_the_default_one()
    {
        await using var router = await StartAsync();

        await CallAsync($"amqp://joe:secret@127.0.0.1:{router.Port}", security => security.SaslDefaultRealm = "myrealm");
    }

    [Fact]
    [Trait("Conformance", "30")]
    public async Task A_realm_in_the_user_name_wins_over_the_default_one()
    {
        await using var router = await StartAsync();

        await CallAsync($"amqp://joe%40myrealm:secret@127.0.0.1:{router.Port}", security => security.SaslDefaultRealm = "other");
    }

    [Fact]
    public async Task Names_and_passwords_of_any_characters_authenticate_by_scram()
    {
        await using var router = await TestRouter.StartAsync(new EmbeddedRouterOptions
        {
            Users = new Dictionary<string, string> { ["a,b=c"] = "ü,=: x" }, AllowAnonymous = false, SaslMechanisms = ["SCRAM-SHA-256"],
        });

        await CallAsync($"amqp://a%2Cb%3Dc:%C3%BC%2C%3D%3A%20x@127.0.0.1:{router.Port}");
    }

    [Fact]
    public async Task A_mechanism_that_is_not_known_is_refused_at_the_start()
    {
        var refused = await Should.ThrowAsync<ArgumentException>(() => StartAsync("GSSAPI"));

        refused.Message.ShouldContain("GSSAPI");
    }

    private static Task<EmbeddedRouter> StartAsync(params string[] mechanisms) => TestRouter.StartAsync(new EmbeddedRouterOptions
    {
        Users = new Dictionary<string, string> { ["joe@myrealm"] = "secret" },
        AllowAnonymous = false,
        SaslMechanisms = mechanisms.Length > 0 ? mechanisms : null,
    });
}
