namespace Anchor.Api.Operator;

/// <summary>One thing the server needs to do its work. Register as many as there are; <c>/health/ready</c> asks them all.</summary>
public interface IReadinessCheck
{
    /// <summary>A short fixed name, such as <c>storage</c>.</summary>
    string Name { get; }

    /// <summary>Null if all is well, else the cause in a sentence without secrets. An exception or more than two seconds count as a failure.</summary>
    Task<string?> CheckAsync(CancellationToken cancellationToken);
}
