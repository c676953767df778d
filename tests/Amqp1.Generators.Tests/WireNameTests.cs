using System.Text.Json;
using Amqp1.Generators.Reading;

namespace Amqp1.Generators.Tests;

public sealed class WireNameTests
{
    [Theory]
    [InlineData("BuildInstanceAsync", "build_instance")]
    [InlineData("Async", "async")]
    [InlineData("Ping", "ping")]
    public void A_method_loses_Async(string name, string wireName) => WireNames.OfMethod(name).ShouldBe(wireName);

    /// <summary>
    /// Checks that the names of arguments follow the rule of System.Text.Json, which determines the names of the members of objects.
    /// </summary>
    [Fact]
    public void Snake_case_is_that_of_the_serializer()
    {
        var random = new Random(1);
        const string letters = "abcABC019_Äé";
        for (var i = 0; i < 20_000; i++)
        {
            var name = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => letters[random.Next(letters.Length)]));
            WireNames.ToSnakeCase(name).ShouldBe(JsonNamingPolicy.SnakeCaseLower.ConvertName(name), name);
        }
    }
}
