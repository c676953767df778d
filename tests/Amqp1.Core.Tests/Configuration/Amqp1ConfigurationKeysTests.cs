using System.Text;
using Amqp1.Configuration;
using Microsoft.Extensions.Configuration;

namespace Amqp1.Core.Tests.Configuration;

public sealed class Amqp1ConfigurationKeysTests
{
    [Fact]
    public void Every_option_is_known() =>
        Amqp1ConfigurationKeys.Options.Order().ShouldBe(OptionProperty.All.Select(option => option.Key).Order());

    [Theory]
    [InlineData("""{ "Conection": { "Trace": true } }""", "Amqp1:Conection is unknown.")]
    [InlineData("""{ "Connection": { "Trase": true } }""", "Amqp1:Connection:Trase is unknown.")]
    [InlineData("""{ "TransportUri": "amqp://u:secret@h" }""", "Amqp1:TransportUri is unknown.")]
    [InlineData("""{ "Notifications": { "Topics": "a,b" } }""", "Amqp1:Notifications:Topics is a list")]
    [InlineData("""{ "Notifications": { "Drivers": [] } }""", "noop")]
    [InlineData("""{ "Rpc": 5 }""", "Amqp1:Rpc is a section")]
    [InlineData("""{ "PreSettled": ["RpcCast"] }""", "Amqp1:PreSettled is a single value")]
    [InlineData("""{ "Security": { "SaslMechanisms": ["PLAIN"] } }""", "Amqp1:Security:SaslMechanisms is a single value")]
    public void What_the_binder_would_pass_over_is_found(string section, string problem)
    {
        var problems = Check(section);

        problems.ShouldHaveSingleItem().ShouldContain(problem);
        problems[0].ShouldNotContain("secret");
    }

    [Fact]
    public void Right_keys_and_other_sections_are_left_alone() =>
        Check("""
            { "controlexchange": "x", "Notifications": { "Topics": ["a", "b"] }, "Rpc": { "AllowedRemoteExceptionModules": ["m"] } }
            """).ShouldBeEmpty();

    private static IReadOnlyList<string> Check(string section)
    {
        var json = $$"""{ "Logging": { "Level": "x" }, "Amqp1x": "y", "Amqp1": {{section}} }""";
        return Amqp1ConfigurationKeys.Check(
            new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build().AsEnumerable());
    }
}
