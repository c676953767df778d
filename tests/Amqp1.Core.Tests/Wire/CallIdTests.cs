using System.Text;
using Amqp1.Dialects;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Wire;

public sealed class CallIdTests
{
    [Fact]
    public void An_id_is_read_as_it_was_written()
    {
        var id = CallId.Create(12345);

        CallId.Parse(Text(id)).ShouldBe(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData("0123456789abcdefg123456789abcdef")]
    [InlineData("g123456789abcdef0123456789abcdef")]
    [InlineData(7ul)]
    [InlineData(null)]
    public void What_is_not_in_the_form_of_an_id_is_none(object? correlationId) => CallId.Parse(correlationId).ShouldBeNull();

    [Fact]
    public void Every_id_has_64_random_bits_of_its_own()
    {
        const int Count = 20_000;
        var secrets = Enumerable.Range(0, Count).Select(slot => CallId.Create((ulong)slot).Secret).ToArray();

        secrets.Distinct().Count().ShouldBe(Count);
        for (var bit = 0; bit < 64; bit++)
        {
            // The bounds are eight standard deviations from the mean.
            secrets.Count(secret => (secret >> bit & 1) == 1).ShouldBeInRange((Count / 2) - 566, (Count / 2) + 566, $"bit {bit}");
        }

        secrets.Zip(secrets.Skip(1), (one, next) => next - one).Distinct().Count().ShouldBe(Count - 1);
    }

    [Fact]
    public async Task Threads_do_not_share_secrets()
    {
        var secrets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 1000).Select(_ => RandomBits.Next()).ToArray())));

        secrets.SelectMany(some => some).Distinct().Count().ShouldBe(8000);
    }

    private static string Text(CallId id)
    {
        Span<byte> utf8 = stackalloc byte[CallId.Length];
        id.Write(utf8);
        return Encoding.ASCII.GetString(utf8);
    }
}
