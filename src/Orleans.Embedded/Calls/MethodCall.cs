namespace Orleans.Embedded.Calls;

/// <summary>A call of a method that returns no value.</summary>
internal sealed class MethodCall<TArguments>(GrainMethod<TArguments, Task> method, TArguments arguments) : Call
{
    private readonly TaskCompletionSource _answer = new();

    public Task Answered => _answer.Task;

    public override string Name => method.Name;
    public override bool IsReadOnly => method.IsReadOnly;
    public override bool IsAnswered => _answer.Task.IsCompleted;
    public override bool IsCancelled => method.Token is { } token && token(arguments).IsCancellationRequested;

    public override Task Start(object grain) => method.Invoke(grain, arguments);

    public override bool Answer(Task completed) => _answer.TrySetFromTask(completed);

    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}

/// <summary>A call of a method that returns a value.</summary>
internal sealed class MethodCall<TArguments, TResult>(
    GrainMethod<TArguments, Task<TResult>> method,
    TArguments arguments
) : Call
{
    private readonly TaskCompletionSource<TResult> _answer = new();

    public Task<TResult> Answered => _answer.Task;

    public override string Name => method.Name;
    public override bool IsReadOnly => method.IsReadOnly;
    public override bool IsAnswered => _answer.Task.IsCompleted;
    public override bool IsCancelled => method.Token is { } token && token(arguments).IsCancellationRequested;

    public override Task Start(object grain) => method.Invoke(grain, arguments);

    // A task without a result is a failure on the way to the method.
    public override bool Answer(Task completed) =>
        completed is Task<TResult> task ? _answer.TrySetFromTask(task)
        : completed.IsCanceled ? _answer.TrySetCanceled()
        : _answer.TrySetException(completed.Exception!.InnerExceptions);

    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}
