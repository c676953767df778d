using Amqp1.Rpc;
using CsCheck;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of the version rule against the sentence in docs/spec/behaviour.md#dispatch.</summary>
public sealed class RpcVersionProperties
{
    private static readonly Gen<int> Part = Gen.Frequency((3, Gen.Int[0, 3]), (1, Gen.Int[0, int.MaxValue]));
    private static readonly Gen<int[]> Parts = Part.Array[2, 3];

    [Fact]
    public void A_version_serves_what_the_rule_says() => Gen.Select(Parts, Parts).Sample(
        (implemented, requested) =>
        {
            var expected = implemented[0] == requested[0]
                && requested[1] <= implemented[1]
                && (requested[1] != implemented[1] || Revision(requested) <= Revision(implemented));
            Of(implemented).Serves(Of(requested)).ShouldBe(expected);
        },
        iter: 20_000);

    [Fact]
    public void Within_a_major_version_one_of_two_serves_the_other_and_both_only_when_they_are_equal() => Gen.Select(Parts, Parts).Sample(
        (one, other) =>
        {
            var (a, b) = (Of(one), Of(other) with { Major = Of(one).Major });
            (a.Serves(b) || b.Serves(a)).ShouldBeTrue();
            (a.Serves(b) && b.Serves(a)).ShouldBe(a == b);
        },
        iter: 20_000);

    [Fact]
    public void Any_text_is_a_version_or_refused() => Gen.OneOf(Gen.String, Gen.Char["0129.+- x"].Array[0, 12].Select(c => new string(c))).Sample(
        text =>
        {
            if (RpcVersion.TryParse(text) is { } version)
            {
                version.ShouldBe(Of([.. text.Split('.').Select(int.Parse)]));
            }
        },
        iter: 20_000);

    private static RpcVersion Of(int[] parts) => RpcVersion.Parse(string.Join('.', parts));

    private static int Revision(int[] parts) => parts.Length > 2 ? parts[2] : 0;
}
