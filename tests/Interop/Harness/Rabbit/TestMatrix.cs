namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>Which combinations of brokers and peers a run of the tests covers.</summary>
internal static class TestMatrix
{
    /// <summary><c>all</c> covers every combination; otherwise a part of them that takes minutes less.</summary>
    public const string Variable = "AMQP1_TEST_MATRIX";

    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable(Variable) == "all";

    /// <summary>
    /// Returns whether the interop suite runs for a combination: the newest of both, the oldest of both, and all others in a whole matrix.
    /// </summary>
    internal static bool Covers(RabbitRelease broker, OsloRelease oslo) =>
        IsWhole || (broker == RabbitRelease.V43 && oslo == OsloRelease.Newest) || (broker == RabbitRelease.V40 && oslo == OsloRelease.Machine);

    /// <summary>Skips a test that only the whole matrix has.</summary>
    public static void RequireWhole() => Assert.SkipUnless(IsWhole, $"Only run with {Variable}=all.");
}
