namespace Amqp1.Generators.Models;

/// <summary>A type with one of our attributes, comparable by value.</summary>
/// <param name="DisplayName">Its name for people.</param>
/// <param name="Model">What to generate; null when it has mistakes, which the analyzer reports.</param>
internal sealed record Candidate<TModel>(string DisplayName, TModel? Model)
    where TModel : class;
