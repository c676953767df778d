using Amqp1.Fuzz;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests that run the whole fuzzing corpus, which includes all past findings, again in each run (see eng/fuzz).</summary>
public sealed class FuzzCorpusTests
{
    private static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "corpus");

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_corpus_of_a_target_is_read_or_refused_whole_or_cut_short(string target)
    {
        var files = Directory.GetFiles(Path.Combine(Corpus, target));
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            FuzzTargets.All[target]([.. bytes]);
            for (var length = bytes.Length / 2; length > 0; length /= 2)
            {
                FuzzTargets.All[target](bytes[..length]);
            }
        }
    }
}
