namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>Which combinations of brokers and peers a run of the tests covers.</summary>
internal static class TestMatrix
{
    /// <summary><c>all</c> covers every combination; otherwise a part of them that takes minutes less.</summary>
    public const string Variable = "AMQP1_TEST_MATRIX";

    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable(Variable) == "all";

    /// <summary>Skips a test that only the whole matrix has.</summary>
    public static void RequireWhole() => Assert.SkipUnless(IsWhole, $"Only run with {Variable}=all.");
}
